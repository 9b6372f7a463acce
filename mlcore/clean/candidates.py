"""The scans of a data set while decisions are made about them, one after the other."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from mlcore.data.dataset import DataSet
from mlcore.inspect.material import Material
from mlcore.inspect.measure import measure
from mlcore.progress import Progress


@dataclass
class Candidates:
    """All arrays are as long as the data set; decisions change them in place."""

    data: DataSet
    kept: np.ndarray
    """``(n,)`` bool: still in the data set."""
    split: np.ndarray
    """``(n,)`` str."""
    targets: np.ndarray
    """``(n, labels)`` float32, NaN unknown."""
    settled: np.ndarray
    """``(n,)`` bool: scans that a new split leaves in the training part."""
    reason: np.ndarray
    """``(n,)`` str: why a scan was dropped, ``""`` for those that are kept."""
    progress: Progress

    @classmethod
    def of(cls, data: DataSet, material: Material | None, progress: Progress) -> "Candidates":
        made = cls(
            data,
            np.ones(len(data), bool),
            data.table["split"].to_numpy(object),
            data.targets.copy(),
            np.zeros(len(data), bool),
            np.full(len(data), "", object),
            progress,
        )
        if material:
            made.material = material
        return made

    @cached_property
    def material(self) -> Material:
        """What the pixels of all scans tell, kept or not; looked at when first asked for."""
        return Material(self.data, measure(self.data, self.progress), self.progress)

    @cached_property
    def index(self) -> pd.Index:
        """For finding scans by id."""
        return pd.Index(self.ids)

    @property
    def ids(self) -> np.ndarray:
        return self.data.table["id"].to_numpy(object)

    @property
    def labelled(self) -> np.ndarray:
        """``(n,)`` bool: scans that are kept and have a known label.

        Only these may be dropped by a rule: of a scan without labels, as in the test part of a
        competition, nothing is learnt and nothing scored, but an answer to it may be asked for.
        """
        return self.kept & ~np.isnan(self.targets).all(axis=1)

    def within(self, parts: str) -> np.ndarray:
        """``(n,)`` bool: scans of the training part, or all."""
        return (self.split == "train") | (parts == "all")

    def drop(self, rows: np.ndarray, reason: str | np.ndarray) -> None:
        """Drop the scans at ``rows``, positions ``(k,)``."""
        self.kept[rows] = False
        self.reason[rows] = reason
