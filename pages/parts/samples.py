"""Scans to try a model on when nobody has a file at hand: from its data set's test part."""

import numpy as np

from mlcore.data import dataset
from mlcore.data.dataset import DataSet
from pages.parts.pictures import png

HOW_MANY = 3


def sample_files(name: str, turn: int) -> list[tuple[str, bytes]]:
    """Three scans as files somebody could upload; another ``turn`` chooses others."""
    data = dataset.load(name)
    rows = np.random.default_rng(turn).permutation(_unseen(data))
    lit = [row for row in rows[:60] if data.pixels[row].any()][:HOW_MANY]
    return [(str(data.table["id"].iat[row]), png(data.pixels[row], data.side)) for row in lit]


def _unseen(data: DataSet) -> np.ndarray:
    """Scans no training has learnt from."""
    test = data.rows("test")
    return test if len(test) else data.rows("val")
