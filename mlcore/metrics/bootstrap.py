"""How far a score would move with other scans of the same kind: percentile bootstrap intervals.

Scans are drawn again with replacement (Efron & Tibshirani 1993, "An Introduction to the
Bootstrap"), whole groups at once where scans belong together, such as those of one patient.
Everything is computed for all resamples in one go from weights, without a loop over resamples.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from mlcore.metrics import counts
from mlcore.metrics.counts import Counts

RESAMPLES = 1000
LEVEL = 0.95


@dataclass(frozen=True)
class Interval:
    low: float
    high: float


def weights(
    n: int, groups: np.ndarray | None = None, resamples: int = RESAMPLES, seed: int = 0
) -> np.ndarray:
    """How often each scan is drawn: ``(resamples, n)``. ``groups`` ``(n,)`` names who belongs
    together; None lets every scan stand alone."""
    index = np.arange(n) if groups is None else np.unique(groups, return_inverse=True)[1]
    size = int(index.max()) + 1
    drawn = np.random.default_rng(seed).multinomial(size, np.full(size, 1 / size), resamples)
    return drawn[:, index].astype(np.float64)


def count(truth: np.ndarray, decided: np.ndarray, weight: np.ndarray) -> Counts:
    """Weighted counts per resample and label, each ``(resamples, labels)``."""
    present, absent = truth == 1, truth == 0
    return Counts(
        tp=weight @ (present & decided),
        fp=weight @ (absent & decided),
        fn=weight @ (present & ~decided),
        tn=weight @ (absent & ~decided),
    )


def average_precision(truth: np.ndarray, probability: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """``(resamples, labels)``, the weighted form of `mlcore.metrics.ranking.average_precision`."""
    return _per_label(_average_precision, truth, probability, weight)


def auc(truth: np.ndarray, probability: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """``(resamples, labels)``, the weighted form of `mlcore.metrics.ranking.auc`."""
    return _per_label(_auc, truth, probability, weight)


FROM_RANKS = {"average_precision": average_precision, "auc": auc}
FROM_COUNTS = {"f1": counts.f1, "precision": counts.precision, "recall": counts.recall}


def interval(values: np.ndarray) -> Interval:
    """The middle 95 % of the defined values; NaN where fewer than half are defined."""
    defined = values[~np.isnan(values)]
    if len(defined) * 2 < len(values):
        return Interval(float("nan"), float("nan"))
    low, high = np.quantile(defined, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Interval(float(low), float(high))


def _per_label(
    metric: Callable[[np.ndarray, np.ndarray], np.ndarray],
    truth: np.ndarray,
    probability: np.ndarray,
    weight: np.ndarray,
) -> np.ndarray:
    result = np.full((len(weight), truth.shape[1]), np.nan)
    for label in range(truth.shape[1]):
        known = np.flatnonzero(~np.isnan(truth[:, label]))
        if not len(known):
            continue
        order = known[np.argsort(-probability[known, label], kind="stable")]
        p = probability[order, label]
        ties_end = np.append(p[1:] < p[:-1], True)
        w = weight[:, order]
        present = truth[order, label] == 1
        tp = np.cumsum(w * present, axis=1)[:, ties_end]
        fp = np.cumsum(w * ~present, axis=1)[:, ties_end]
        result[:, label] = metric(tp, fp)
    return result


def _average_precision(tp: np.ndarray, fp: np.ndarray) -> np.ndarray:
    gained = np.diff(tp, axis=1, prepend=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        precision = np.where(tp + fp > 0, tp / (tp + fp), 0.0)
        return (gained * precision).sum(axis=1) / tp[:, -1]


def _auc(tp: np.ndarray, fp: np.ndarray) -> np.ndarray:
    gained = np.diff(fp, axis=1, prepend=0)
    before = np.concatenate([np.zeros((len(tp), 1)), tp[:, :-1]], axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return (gained * (tp + before) / 2).sum(axis=1) / (tp[:, -1] * fp[:, -1])
