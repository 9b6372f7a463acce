"""The scans on which a recipe is tried."""

import numpy as np

from mlcore.augment import kept
from mlcore.data.dataset import DataSet
from mlcore.errors import ScanLabError


def draw(data: DataSet, count: int, seed: int = 0) -> np.ndarray:
    """Up to ``count`` scans ``(k, side, side, c)`` uint8 that are not black, the same each time.

    They come from validation, or from the whole where that is empty: a model knows its training
    scans by heart and would change its mind too seldom. Half of them are picked so that each label
    in turn is present, or a rare one would have no positives. `ScanLabError` if all are black.
    """
    rng = np.random.default_rng(seed)
    rows = data.rows("val") if len(data.rows("val")) else np.arange(len(data))
    order = list(
        dict.fromkeys([*_with_labels(data, rows, count // 2, rng), *rng.permutation(rows)])
    )
    taken = []
    for row in order:
        pixels = np.asarray(data.pixels[row])
        if not kept.is_black(pixels):
            taken.append(pixels)
        if len(taken) == count:
            break
    if not taken:
        raise ScanLabError(
            f"every scan of data set {data.name!r} is black, so there is nothing that a recipe "
            "could keep; choose another data set"
        )
    return np.stack(taken)


def _with_labels(
    data: DataSet, rows: np.ndarray, count: int, rng: np.random.Generator
) -> list[int]:
    """Rows on which the first label is present, then the second, …, then the first again."""
    present = [
        rng.permutation(rows[data.targets[rows, i] == 1]).tolist() for i in range(len(data.labels))
    ]
    turns = max((len(each) for each in present), default=0)
    return [each[turn] for turn in range(turns) for each in present if turn < len(each)][:count]
