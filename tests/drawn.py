"""Generated scans with something to recognise: a disc, a bar and a cross at varying places."""

import numpy as np
import pandas as pd

from mlcore.data import dataset
from mlcore.data.dataset import DataSet

LABELS = ("disc", "bar")


def scans(n: int, seed: int = 0, side: int = 64) -> tuple[np.ndarray, np.ndarray]:
    """``(n, side, side, 1)`` uint8 and ``(n, 2)`` float32: which of `LABELS` are drawn.

    Every scan has a grey body of varying size and brightness, and noise.
    """
    rng = np.random.default_rng(seed)
    truth = (rng.random((n, 2)) < (0.4, 0.25)).astype(np.float32)
    y, x = np.mgrid[:side, :side] / side
    pixels = np.empty((n, side, side), np.float32)
    for i, (disc, bar) in enumerate(truth):
        across, down = rng.uniform(0.45, 0.55, 2)
        wide, high = rng.uniform(0.3, 0.42, 2)
        body = ((x - across) / wide) ** 2 + ((y - down) / high) ** 2 < 1
        scan = rng.uniform(60, 110) * body + rng.normal(0, 4, body.shape)
        if disc:
            a, b = rng.uniform(0.3, 0.45), rng.uniform(0.4, 0.6)
            scan[(x - a) ** 2 + (y - b) ** 2 < 0.012] += rng.uniform(40, 90)
        if bar:
            a = rng.uniform(0.6, 0.7)
            scan[(abs(x - a) < 0.03) & (abs(y - 0.5) < 0.2)] += rng.uniform(40, 90)
        pixels[i] = scan
    return pixels.clip(0, 255).astype(np.uint8)[..., None], truth


def store(pixels: np.ndarray, truth: np.ndarray, name: str = "drawn", **columns) -> DataSet:
    """A stored data set; two labels are `LABELS`, others numbered; half of it is train."""
    n, side, _, channels = pixels.shape
    labels = LABELS if truth.shape[1] == len(LABELS) else [f"l{i}" for i in range(truth.shape[1])]
    with dataset.draft(name, n, side, channels) as draft:
        draft.pixels[:] = pixels
        table = pd.DataFrame({"id": [f"{i}.png" for i in range(n)], **columns})
        table["split"] = np.where(np.arange(n) % 2, "val", "train")
        return draft.finish(table.join(pd.DataFrame(truth, columns=list(labels))), labels, {})
