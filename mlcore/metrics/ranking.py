"""Scores that need no threshold: how well the probabilities put present before absent.

Both follow from how many present and absent scans lie in each bin of equal or neighbouring
probabilities, the highest first.
"""

import numpy as np


def bins(
    probability: np.ndarray, present: np.ndarray, most: int | None = None
) -> tuple[np.ndarray, int]:
    """Number of the bin of each scan, ``(n,)`` int, 0 for the highest, and how many there are.

    ``probability`` ``(n,)``, ``present`` ``(n,)`` bool. Equal probabilities share a bin, and
    neighbouring ones do where no scan among them is present, for no score changes there. So scores
    from bins are exact, unless there are more than ``most``: then neighbours are joined.
    """
    if not len(probability):
        return np.empty(0, np.int64), 0
    order = np.argsort(-probability, kind="stable")
    p = probability[order]
    number = np.append(0, np.cumsum(p[1:] < p[:-1]))
    empty = np.bincount(number, present[order]) == 0
    number -= np.append(0, np.cumsum(empty[1:] & empty[:-1]))[number]
    count = int(number[-1]) + 1
    if most is not None and count > most:
        number, count = number * most // count, most
    found = np.empty(len(order), np.int64)
    found[order] = number
    return found, count


def average_precision_of(present: np.ndarray, absent: np.ndarray) -> np.ndarray:
    """``(...)`` of ``(bins, ...)`` counts, the highest bin first; NaN without a present scan.

    The step-wise sum of scikit-learn's ``average_precision_score``.
    """
    tp = np.cumsum(present, axis=0, dtype=np.float64)
    decided = tp + np.cumsum(absent, axis=0, dtype=np.float64)
    precision = np.divide(tp, decided, out=np.zeros_like(tp), where=decided > 0)
    precision *= present
    return _over(precision.sum(axis=0), tp[-1]) if len(tp) else _nothing(present)


def auc_of(present: np.ndarray, absent: np.ndarray) -> np.ndarray:
    """``(...)`` of ``(bins, ...)`` counts; NaN where all scans are of one kind."""
    if not len(present):
        return _nothing(present)
    tp = np.cumsum(present, axis=0, dtype=np.float64)
    ones, zeros = tp[-1].copy(), absent.sum(axis=0, dtype=np.float64)
    tp -= present / 2
    tp *= absent
    return _over(tp.sum(axis=0), ones * zeros)


def average_precision(truth: np.ndarray, probability: np.ndarray) -> np.ndarray:
    """Area under the precision-recall curve per label, ``(labels,)``; unknown truth left out."""
    return _per_label(average_precision_of, truth, probability)


def auc(truth: np.ndarray, probability: np.ndarray) -> np.ndarray:
    """Area under the ROC curve per label, ``(labels,)``; unknown truth left out."""
    return _per_label(auc_of, truth, probability)


def average_precision_of_scans(truth: np.ndarray, probability: np.ndarray) -> np.ndarray:
    """``(n,)``: how well a scan's present labels come before its absent ones."""
    found = np.full(len(truth), np.nan)
    for rows, present, known, above in _pairs(truth, probability):
        before = (above & known[:, None, :]).sum(axis=2)
        hits = (above & present[:, None, :]).sum(axis=2)
        with np.errstate(divide="ignore", invalid="ignore"):
            found[rows] = np.where(present, hits / before, 0).sum(axis=1) / present.sum(axis=1)
    return found


def auc_of_scans(truth: np.ndarray, probability: np.ndarray) -> np.ndarray:
    """``(n,)``: the chance that a present label of a scan gets more than an absent one of it."""
    found = np.full(len(truth), np.nan)
    for rows, present, known, above in _pairs(truth, probability):
        absent = known & ~present
        pairs = absent[:, :, None] & present[:, None, :]
        # At least as high, and higher: ties count half.
        wins = above.astype(np.float32) + ~above.transpose(0, 2, 1)
        with np.errstate(divide="ignore", invalid="ignore"):
            found[rows] = (wins * pairs).sum(axis=(1, 2)) / 2 / pairs.sum(axis=(1, 2))
    return found


def _pairs(truth: np.ndarray, probability: np.ndarray):
    """Some scans at a time, with ``above[i, a, b]``: label b of scan i has at least a's number."""
    a_time = max(1, (1 << 20) // max(truth.shape[1], 1) ** 2)
    for start in range(0, len(truth), a_time):
        rows = slice(start, start + a_time)
        p = probability[rows]
        above = p[:, None, :] >= p[:, :, None]
        yield rows, truth[rows] == 1, ~np.isnan(truth[rows]), above


def _per_label(metric, truth: np.ndarray, probability: np.ndarray) -> np.ndarray:
    values = np.full(truth.shape[1], np.nan)
    for label in range(truth.shape[1]):
        known = ~np.isnan(truth[:, label])
        present = truth[known, label] == 1
        at, count = bins(probability[known, label], present)
        values[label] = metric(np.bincount(at, present, count), np.bincount(at, ~present, count))
    return values


def _over(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(whole > 0, part / np.where(whole > 0, whole, 1), np.nan)


def _nothing(counts: np.ndarray) -> np.ndarray:
    return np.full(counts.shape[1:], np.nan)
