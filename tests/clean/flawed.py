"""Small data sets with flaws in known places."""

import zlib
from collections.abc import Sequence

import numpy as np
import pandas as pd

from mlcore.data import dataset
from mlcore.data.dataset import DataSet

LABELS = ("edema", "cyst")
SIDE = 8
_ = np.nan

ROWS = (
    ("t0", "train", "black", 1, 0),
    ("t1", "train", "lung", 1, 0),
    ("t2", "train", "black", 0, _),
    ("t3", "train", "heart", 0, 0),
    ("t4", "train", "heart", 1, 0),
    ("t5", "train", "heart", 1, _),
    ("t6", "train", "liver", 0, 1),
    ("t7", "train", "white", 0, 1),
    ("t8", "train", "white", 1, 1),
    ("v0", "val", "lung", 0, 0),
    ("v1", "val", "black", 1, 1),
    ("v2", "val", "bone", 0, 1),
    ("x0", "test", "liver", 0, 1),
    ("x1", "test", "black", _, _),
    ("x2", "test", "bone", _, _),
)
"""Id, part, what is on it, and its labels.

Black are t0, t2, v1 and the unlabelled x1. Equal are t1 = v0 (a leak that contradicts itself in
edema), t3 = t4 = t5 (edema two to one), t6 = x0 (a leak that agrees) and v2 = x2 (x2 unlabelled).
White scans are equal too, but show nobody.
"""


def make(
    rows: Sequence[tuple] = ROWS, name: str = "flawed", patients: Sequence[str | None] | None = None
) -> DataSet:
    """A data set of such rows; equal words in their third place give equal pixels."""
    table = pd.DataFrame([row[:2] for row in rows], columns=["id", "split"])
    if patients:
        table["patient"] = pd.Series(patients, dtype="str")
    table[list(LABELS)] = np.array([row[3:] for row in rows], np.float32)
    with dataset.draft(name, len(rows), SIDE, 1) as draft:
        for i, row in enumerate(rows):
            draft.pixels[i] = picture(row[2])
        return draft.finish(table, LABELS, {"source": "generated"})


def picture(word: str) -> np.ndarray:
    if word in ("black", "white"):
        return np.full((SIDE, SIDE, 1), 255 * (word == "white"), np.uint8)
    rng = np.random.default_rng(zlib.crc32(word.encode()))
    return rng.integers(0, 256, (SIDE, SIDE, 1), np.uint8)


def labels_of(data: DataSet, scan: str) -> list[float]:
    return data.targets[data.table["id"] == scan][0].tolist()


def ids(data: DataSet, split: str | None = None) -> list[str]:
    table = data.table if split is None else data.table[data.table["split"] == split]
    return table["id"].tolist()
