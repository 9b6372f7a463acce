"""The parts of a data set that a training reads: scans with their labels."""

from dataclasses import dataclass

import numpy as np

from mlcore.data.dataset import DataSet


@dataclass(frozen=True)
class Part:
    """Some scans of a data set: training or validation."""

    store: np.ndarray
    """``(all, side, side, c)`` uint8; stays on disk, only batches of it are read."""
    rows: np.ndarray
    """``(n,)`` positions of this part's scans in the store."""
    truth: np.ndarray
    """``(n, labels)`` float32, NaN unknown."""

    def __len__(self) -> int:
        return len(self.rows)

    def pixels(self, positions: np.ndarray | slice) -> np.ndarray:
        return self.store[self.rows[positions]]


def part_of(data: DataSet, split: str) -> Part | None:
    """The scans of one split with at least one known label; None where there is none."""
    rows = data.rows(split)
    rows = rows[data.labelled()[rows]]
    return Part(data.pixels, rows, data.targets[rows]) if len(rows) else None
