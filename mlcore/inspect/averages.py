"""What scans with a label look like on average, and those without it."""

from dataclasses import dataclass
from threading import Lock

import numpy as np

from mlcore.data.dataset import DataSet
from mlcore.inspect import chunks
from mlcore.inspect.embedding import is_plain
from mlcore.inspect.features import greyscale
from mlcore.inspect.one_core import one_core
from mlcore.progress import Progress, silent

AT_ONCE = 256
"""Scans summed together: the sum of so many squared grey values is exact in single precision."""


@dataclass(frozen=True)
class Averages:
    """Pictures in grey levels, float32, of scans that are not plain; NaN where there are none."""

    present: np.ndarray
    """``(labels, side, side)`` mean of the scans that have a label."""
    absent: np.ndarray
    """``(labels, side, side)`` mean of those that do not have it."""
    mean: np.ndarray
    """``(side, side)`` mean of all scans, labelled or not."""
    variance: np.ndarray
    """``(side, side)`` variance of all scans."""

    @property
    def difference(self) -> np.ndarray:
        """``(labels, side, side)``: brighter with the label above 0, darker below."""
        return self.present - self.absent

    @property
    def effect(self) -> np.ndarray:
        """``(labels, side, side)`` difference in standard deviations of the pixel, 0 where that
        does not vary: comparable between a bright heart and a dark lung."""
        spread = np.sqrt(self.variance)
        return np.divide(self.difference, spread, out=np.zeros_like(self.present), where=spread > 0)


@one_core
def averages(data: DataSet, progress: Progress = silent) -> Averages:
    """One pass over all pixels.

    All sums are of whole numbers small enough to be exact, so that their order does not matter.
    """
    labels, side = len(data.labels), data.side
    sums = np.zeros((2 * labels + 1, side * side))
    squares, counts = np.zeros(side * side), np.zeros(len(sums))
    adding = Lock()

    def work(rows: slice, scans: np.ndarray) -> None:
        for start in range(0, len(scans), AT_ONCE):
            few = scans[start : start + AT_ONCE]
            seen = np.flatnonzero(~is_plain(few))
            grey = greyscale(few[seen]).reshape(len(seen), side * side).astype(np.float32)
            truth = data.targets[rows.start + start + seen]
            kinds = np.hstack([truth == 1, truth == 0, np.ones((len(seen), 1))])
            of_kinds = kinds.T.astype(np.float32) @ grey
            of_squares = np.einsum("mp,mp->p", grey, grey)
            with adding:
                np.add(sums, of_kinds, out=sums)
                np.add(squares, of_squares, out=squares)
                np.add(counts, kinds.sum(axis=0), out=counts)

    for done in chunks.over(data.pixels, work):
        progress("averaging scans", done, len(data))
    with np.errstate(invalid="ignore"):
        sums /= counts[:, None]
        variance = squares / counts[-1] - sums[-1] ** 2
    pictures = sums.astype(np.float32).reshape(-1, side, side)
    return Averages(
        present=pictures[:labels],
        absent=pictures[labels:-1],
        mean=pictures[-1],
        variance=np.maximum(variance, 0).astype(np.float32).reshape(side, side),
    )
