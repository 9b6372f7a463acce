"""What the sections of an inspection work from; whatever several of them need is found once."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from mlcore.data.dataset import DataSet
from mlcore.inspect import groups
from mlcore.inspect.embedding import Embedding, embed
from mlcore.inspect.measure import Measurements
from mlcore.inspect.near import Near, near
from mlcore.progress import Progress, silent


@dataclass(frozen=True)
class Material:
    data: DataSet
    measured: Measurements
    progress: Progress = silent

    @cached_property
    def identical(self) -> np.ndarray:
        """``(n,)`` int: equal for scans with equal pixels."""
        keys = np.ascontiguousarray(self.measured.digests).view("V16").ravel()
        return np.unique(keys, return_inverse=True)[1]

    @cached_property
    def copies(self) -> np.ndarray:
        """The same, but scans of one value throughout stand alone: they are copies of nothing."""
        own = len(self.data) + np.arange(len(self.data))
        return np.where(self.measured.plain, own, self.identical)

    @cached_property
    def near(self) -> Near:
        """Pairs that are nearly the same, among the first scans of each group of copies."""
        first = np.unique(self.copies, return_index=True)[1]
        rows = np.sort(first[~self.measured.plain[first]])
        return near(self.data.pixels, self.measured.spectra, rows, self.progress)

    @cached_property
    def lookalikes(self) -> np.ndarray:
        """``(n,)`` int: equal for copies and for scans that are nearly the same."""
        return groups.joined(self.copies, groups.connected(len(self.data), self.near.pairs))

    @cached_property
    def patients(self) -> np.ndarray | None:
        """``(n,)`` int: equal for scans of one patient; who is unknown stands alone."""
        return groups.by_name(self.data.table["patient"]) if "patient" in self.data.table else None

    @cached_property
    def related(self) -> np.ndarray:
        """``(n,)`` int: equal for scans that show the same or the same patient."""
        if self.patients is None:
            return self.lookalikes
        return groups.joined(self.lookalikes, self.patients)

    @cached_property
    def embedding(self) -> Embedding:
        return embed(self.data, progress=self.progress)
