"""The plain peer of `mlcore.bench.predicting`, a program: ``NETWORK SCAN.png RUN COUNT``.

Makes the untrained network, leaves it in the run folder as a training would, for our side, and
answers as somebody does who calls `keras.Model.predict` on a picture read with Pillow. Prints JSON.
"""

import io
import json
import sys
from pathlib import Path

import numpy as np
from PIL import Image

from mlcore import atomic
from mlcore.bench import one_answer
from mlcore.models import registry
from mlcore.runs.folder import Run

LABELS = ("one", "two", "three")
SIDE = 64


def main(network: str, scan: str, run_folder: str, count: str) -> None:
    import keras

    from mlcore.models import build
    from mlcore.train import export

    keras.utils.set_random_seed(0)
    model = build.build(registry.get(network), SIDE, 1, len(LABELS), "shared", "sigmoid")
    served, run = build.with_probabilities(model), Run(Path(run_folder))
    atomic.write_json(
        run.folder / "model.json",
        {
            "version": 1,
            "dataset": "none",
            "labels": LABELS,
            "side": SIDE,
            "channels": 1,
            "thresholds": dict.fromkeys(LABELS, 0.5),
        },
    )
    export.save_onnx(run, served)
    raw = Path(scan).read_bytes()

    def answer() -> np.ndarray:
        pixels = np.asarray(Image.open(io.BytesIO(raw)))
        return served.predict(pixels[None, ..., None], verbose=0)[0]

    told = one_answer.times(answer, int(count))
    print(json.dumps(told | {"probability": answer().tolist()}))


if __name__ == "__main__":
    main(*sys.argv[1:])
