"""Scans in which every pixel is 0: read from the inspection, or counted where that is quick."""

from dataclasses import dataclass

import numpy as np

from mlcore.data.dataset import DataSet
from mlcore.inspect import chunks, inspection

QUICK = 1 << 28
"""Bytes of pixels, some 65,000 scans of 64x64, that are looked through while somebody waits."""


@dataclass(frozen=True)
class Black:
    """Scans in which every pixel is 0."""

    mask: np.ndarray
    """``(n,)`` bool."""

    @property
    def count(self) -> int:
        return int(self.mask.sum())

    @property
    def fraction(self) -> float:
        return float(self.mask.mean()) if len(self.mask) else 0.0


def known(data: DataSet) -> Black | None:
    """What the stored inspection says, else a count; None where that would take too long."""
    found = inspection.load(data)
    if found is not None:
        return Black(found.arrays["quality.brightest"] == 0)
    return count(data) if int(np.prod(data.pixels.shape)) <= QUICK else None


def count(data: DataSet) -> Black:
    """Look at every pixel."""
    mask = np.zeros(len(data), bool)

    def work(rows: slice, scans: np.ndarray) -> None:
        mask[rows] = ~scans.any(axis=(1, 2, 3))

    for _ in chunks.over(data.pixels, work):
        pass
    return Black(mask)
