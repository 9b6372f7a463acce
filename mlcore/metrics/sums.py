"""The sums over scans that every score is made of, for one set of scans or thousands of draws.

A score of a data set is a function of sums over its scans: hits, squared errors, how many present
scans lie in a bin of probabilities. So what each scan adds to each sum is written down once, as a
sparse matrix, and a product with "how often is each scan drawn" gives the sums of all bootstrap
draws in one go.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from mlcore.metrics import counts, ranking
from mlcore.metrics.counts import Counts

CALIBRATION_BINS = 10
"""Of equal width, as usual for the expected calibration error."""


@dataclass(frozen=True)
class Ranks:
    """``(bins, draws)`` scans with and without the label, the highest probabilities first."""

    present: np.ndarray
    absent: np.ndarray


@dataclass(frozen=True)
class Sums:
    """The last axis of every array is draws."""

    counts: Counts
    """``(labels, draws)`` each."""
    squares: np.ndarray
    """``(labels, draws)`` squared distances of probability and truth."""
    calibration: np.ndarray
    """``(3, labels, CALIBRATION_BINS, draws)``: scans, their probabilities, those present."""
    ranks: tuple[Ranks, ...]
    """One per label."""
    pooled: Ranks
    """All answers of all labels together."""
    of_scans: dict[str, tuple[np.ndarray, np.ndarray]]
    """Name to ``(draws,)`` sum of a number that each scan has, and how many scans have one."""


class Tally:
    """What each scan adds to each sum."""

    def __init__(
        self,
        truth: np.ndarray,
        probability: np.ndarray,
        decided: np.ndarray,
        of_scans: dict[str, np.ndarray],
        groups: np.ndarray | None = None,
        most_bins: int | None = None,
    ) -> None:
        """``truth``, ``probability``, ``decided``: ``(n, labels)``; ``of_scans``: name to ``(n,)``,
        NaN undefined; ``groups``: ``(n,)`` int from 0, scans that are drawn together."""
        self.labels = truth.shape[1]
        self.names = tuple(of_scans)
        self.columns = np.arange(len(truth)) if groups is None else groups
        self.size = int(self.columns.max()) + 1 if len(self.columns) else 0
        self._parts: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
        self._height = 0
        self._add_counts(truth, probability.astype(np.float64), decided)
        for values in of_scans.values():
            defined = np.flatnonzero(~np.isnan(values))
            self._add(np.zeros(len(defined), int), defined, values[defined], 1)
            self._add(np.zeros(len(defined), int), defined, np.ones(len(defined)), 1)
        self._bins = [
            self._add_ranks(truth[:, [i]], probability[:, [i]], most_bins)
            for i in range(self.labels)
        ]
        self._bins.append(self._add_ranks(truth, probability, most_bins))
        rows, columns, values = (np.concatenate(part) for part in zip(*self._parts, strict=True))
        self._parts.clear()
        self._matrix = csr_array((values, (rows, columns)), shape=(self._height, self.size))
        self._single = self._matrix.astype(np.float32)

    def sums(self, weight: np.ndarray | None = None) -> Sums:
        """For ``(groups, draws)`` float32 numbers of times drawn; None counts every scan once."""
        if weight is None:
            return self._split(self._matrix @ np.ones((self.size, 1)))
        return self._split(self._single @ weight)

    def _split(self, total: np.ndarray) -> Sums:
        at, labels, draws = 0, self.labels, total.shape[1]

        def take(*shape: int) -> np.ndarray:
            nonlocal at
            size = int(np.prod(shape))
            at += size
            return total[at - size : at].reshape(*shape, draws)

        counted = Counts(*take(4, labels))
        squares = take(labels)
        calibration = take(3, labels, CALIBRATION_BINS)
        of_scans = {name: (take(1)[0], take(1)[0]) for name in self.names}
        ranks = [Ranks(*take(2, count)) for count in self._bins]
        return Sums(counted, squares, calibration, tuple(ranks[:-1]), ranks[-1], of_scans)

    def _add(self, rows: np.ndarray, scans: np.ndarray, values: np.ndarray, height: int) -> None:
        self._parts.append((rows + self._height, self.columns[scans], values.astype(np.float64)))
        self._height += height

    def _add_counts(self, truth: np.ndarray, p: np.ndarray, decided: np.ndarray) -> None:
        kind = np.select(counts.cells(truth, decided), range(4), -1)
        scan, label = np.nonzero(kind >= 0)
        ones = np.ones(len(scan))
        self._add(kind[scan, label] * self.labels + label, scan, ones, 4 * self.labels)
        y, p = truth[scan, label].astype(np.float64), p[scan, label]
        self._add(label, scan, (p - y) ** 2, self.labels)
        edges = np.linspace(0, 1, CALIBRATION_BINS + 1)[1:-1]
        at = label * CALIBRATION_BINS + np.searchsorted(edges, p)
        for values in (ones, p, y):
            self._add(at, scan, values, self.labels * CALIBRATION_BINS)

    def _add_ranks(self, truth: np.ndarray, probability: np.ndarray, most: int | None) -> int:
        scan, label = np.nonzero(~np.isnan(truth))
        present = truth[scan, label] == 1
        at, count = ranking.bins(probability[scan, label], present, most)
        self._add(np.where(present, at, at + count), scan, np.ones(len(scan)), 2 * count)
        return count
