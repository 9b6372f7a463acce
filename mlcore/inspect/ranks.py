"""How well numbers put scans with a label before those without it."""

import numpy as np
from scipy.sparse import csr_array
from scipy.stats import rankdata

BINS = 512
"""Two scans of one bin count as equal, which moves an AUC by less than 0.001."""


def auc(values: np.ndarray, truth: np.ndarray) -> float:
    """Area under the ROC curve of ``(n,)`` values for ``(n,)`` 1, 0 or NaN, unknown left out.

    By rank sums (Mann and Whitney, 1947), ties counting half; NaN where all are of one kind.
    """
    known = ~(np.isnan(truth) | np.isnan(values))
    present = truth[known] == 1
    ones, zeros = int(present.sum()), int((~present).sum())
    if not ones or not zeros:
        return np.nan
    ranks = rankdata(values[known])
    return float((ranks[present].sum() - ones * (ones + 1) / 2) / (ones * zeros))


def auc_table(values: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """``(p, labels)`` areas of ``(n, p)`` values for ``(n, labels)``, as `auc` but for rounding.

    All labels at once, from the counts of each label in `BINS` quantiles of each column.
    """
    present, absent = ((truth == kind).astype(np.float32) for kind in (1, 0))
    return np.stack([_auc_of_each(column, present, absent) for column in values.T])


def interval(area: np.ndarray, ones: np.ndarray, zeros: np.ndarray, z: float) -> np.ndarray:
    """``(2, …)`` ends of the interval of ``z`` standard errors about an AUC of so many scans with
    and without the label (Hanley and McNeil, "The meaning and use of the area under a ROC curve",
    1982); NaN without scans of one kind."""
    mirrored = np.maximum(area, 1 - area)
    two_ones, two_zeros = mirrored / (2 - mirrored), 2 * mirrored**2 / (1 + mirrored)
    square = mirrored**2
    variance = mirrored * (1 - mirrored) + (ones - 1) * (two_ones - square)
    variance += (zeros - 1) * (two_zeros - square)
    pairs = np.where(ones * zeros > 0, ones * zeros, np.nan)
    error = np.sqrt(variance / pairs)
    return np.clip([area - z * error, area + z * error], 0, 1)


def _auc_of_each(column: np.ndarray, present: np.ndarray, absent: np.ndarray) -> np.ndarray:
    there = np.flatnonzero(~np.isnan(column))
    if not len(there):
        return np.full(present.shape[1], np.nan)
    column = column[there]
    ordered = np.sort(column)
    edges = np.unique(ordered[np.linspace(0, len(ordered) - 1, BINS + 1).astype(int)])
    bins = np.searchsorted(edges, column, side="right")
    picked = csr_array(
        (np.ones(len(bins), np.float32), (bins, there)), shape=(len(edges) + 1, len(present))
    )
    with_it, without = picked @ present, picked @ absent
    below = np.cumsum(without, axis=0, dtype=np.float64) - without / 2
    ones, zeros = with_it.sum(axis=0), without.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return (with_it * below).sum(axis=0) / (ones.astype(np.float64) * zeros)
