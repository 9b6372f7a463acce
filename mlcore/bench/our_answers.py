"""Our side of `mlcore.bench.predicting`, a program: ``RUN SCAN.png COUNT MANY``. Prints JSON."""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from mlcore.bench import one_answer
from mlcore.predict import inputs, reading
from mlcore.predict.predictor import Predictor
from mlcore.runs.folder import Run


def main(run_folder: str, scan: str, count: str, many: str) -> None:
    predictor, raw = Predictor(Run(Path(run_folder))), Path(scan).read_bytes()
    told = one_answer.times(lambda: predictor.answer("scan.png", raw), int(count))
    labels = predictor.answer("scan.png", raw).labels.values()
    files = [(f"{i}.png", raw) for i in range(int(many))]
    ready = np.repeat(_pixels(predictor, raw)[None], int(many), axis=0)
    batch = reading.BATCH
    told |= {
        "probability": [each.probability for each in labels],
        "many": _seconds(lambda: list(predictor.answers(inputs.each(files)))),
        "arrays": _seconds(
            lambda: [predictor.raw(ready[i : i + batch]) for i in range(0, len(ready), batch)]
        ),
        "decoding": _seconds(
            lambda: list(reading.batches(inputs.each(files), predictor.side, predictor.channels))
        ),
    }
    print(json.dumps(told))


def _pixels(predictor: Predictor, raw: bytes) -> np.ndarray:
    return reading.read(("scan.png", raw), predictor.side, predictor.channels).pixels


def _seconds(work: Callable[[], object]) -> float:
    """The quicker of two turns."""
    taken = []
    for _ in range(2):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return min(taken)


if __name__ == "__main__":
    main(*sys.argv[1:])
