"""Small data sets with known pixels and labels, for tests of the inspection."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from mlcore.data import dataset, demo
from mlcore.data.dataset import DataSet
from mlcore.inspect.material import Material
from mlcore.inspect.measure import measure


def people(count: int, seed: int = 0, side: int = 64) -> np.ndarray:
    """``(count, side, side, 1)`` uint8: different chest slices, none of them odd."""
    return np.stack([scan for _, scan in demo.example_scans(count, seed, side)])


def stored(
    pixels: np.ndarray,
    truth: Sequence[Sequence[float]] | np.ndarray | None = None,
    labels: Sequence[str] = ("edema", "cyst"),
    split: Sequence[str] | None = None,
    patient: Sequence[str | None] | None = None,
    facts: dict | None = None,
) -> DataSet:
    """A data set of ``(n, side, side, channels)`` pixels; without ``truth`` nothing is present."""
    n, side, _, channels = pixels.shape
    truth = np.zeros((n, len(labels))) if truth is None else np.array(truth, float)
    table = pd.DataFrame({"id": [f"{i}.png" for i in range(n)], "split": split or ["train"] * n})
    if patient is not None:
        table["patient"] = patient
    table[list(labels)] = truth
    with dataset.draft("made", n, side, channels) as draft:
        draft.pixels[:] = pixels
        return draft.finish(table, labels, facts or {})


def material(data: DataSet) -> Material:
    return Material(data, measure(data))
