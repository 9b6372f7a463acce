"""The PyTorch peer of `mlcore.bench.predicting`, a program: ``NETWORK SCAN.png COUNT``.

Eager PyTorch as a simple server runs it: float32, no gradients, the picture read with Pillow.
Needs PyTorch, numpy and Pillow alone. Prints JSON.
"""

import io
import json
import sys
from pathlib import Path

import numpy as np
from PIL import Image

from mlcore.bench import one_answer, pytorch
from mlcore.models import registry


def main(network: str, scan: str, count: str) -> None:
    import torch

    raw = Path(scan).read_bytes()
    shape = np.asarray(Image.open(io.BytesIO(raw))).shape
    model = pytorch.model_of(registry.get(network), (*shape, 1), 3).eval()

    def answer() -> np.ndarray:
        pixels = np.asarray(Image.open(io.BytesIO(raw)))
        with torch.inference_mode():
            scan = torch.from_numpy(pixels.astype(np.float32) / 255)[None, None]
            return torch.sigmoid(model(scan)).numpy()

    print(json.dumps(one_answer.times(answer, int(count))))


if __name__ == "__main__":
    main(*sys.argv[1:])
