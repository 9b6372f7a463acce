"""The best that any model can score where scans equal in every pixel have different labels.

A group of equal scans gets one answer. Let ``s`` be the share of it that has the label. The best
probabilities are the shares themselves:

- F1 and accuracy: `mlcore.inspect.ceiling`; Hamming loss is what accuracy leaves.
- AUC: sorting by falling shares draws the steepest possible ROC curve.
- Balanced accuracy: call those groups present that hold more of all present than of all absent.
- Brier score: the mean of ``s (1 - s)``.
- Average precision: no ranking has a higher precision at any recall than filling up with the
  groups of the highest shares, parts of groups allowed; the area under that curve is a bound.
- Subset accuracy: the commonest set of labels of each group.

Precision, recall and specificity alone are not limited, as each can be had at another's expense.
"""

import numpy as np

from mlcore.inspect import ceiling
from mlcore.metrics import ranking

ALONE = "subset_accuracy"


def per_label(identical: np.ndarray, truth: np.ndarray) -> dict[str, np.ndarray]:
    """Metric name to ``(labels,)``, NaN undefined.

    ``identical``: ``(n,)`` int, equal for equal scans; ``truth``: ``(n, labels)``.
    """
    best = ceiling.ceiling(identical, truth)
    each = [_of_label(identical, column) for column in truth.T]
    names = ("average_precision", "auc", "balanced_accuracy", "brier")
    found = {name: np.array([row[i] for row in each]) for i, name in enumerate(names)}
    return found | {"f1": best.f1, "accuracy": best.accuracy, "hamming": 1 - best.accuracy}


def subset_accuracy(identical: np.ndarray, truth: np.ndarray) -> float:
    """Scans with a blank count as right, so that this is never too low."""
    whole = ~np.isnan(truth).any(axis=1)
    keys = np.column_stack([identical[whole], truth[whole]])
    kinds, count = np.unique(keys, axis=0, return_counts=True)
    most = np.zeros(int(identical.max()) + 1)
    np.maximum.at(most, kinds[:, 0].astype(int), count)
    return float((most.sum() + (~whole).sum()) / len(truth))


def _of_label(identical: np.ndarray, truth: np.ndarray) -> tuple[float, float, float, float]:
    known = ~np.isnan(truth)
    group = np.unique(identical[known], return_inverse=True)[1]
    if not len(group):
        return (np.nan,) * 4
    y = truth[known].astype(np.float64)
    size, present = np.bincount(group), np.bincount(group, y)
    absent = size - present
    share = present / size
    brier = (size * share * (1 - share)).sum() / size.sum()
    ones, zeros = present.sum(), absent.sum()
    order = np.argsort(-share, kind="stable")
    ap = _filled(present[order], size[order]) if ones else np.nan
    if not ones or not zeros:
        return ap, np.nan, np.nan, brier
    at, count = ranking.bins(share[group], y == 1)
    auc = ranking.auc_of(np.bincount(at, y, count), np.bincount(at, 1 - y, count))
    balanced = (1 + np.maximum(present / ones - absent / zeros, 0).sum()) / 2
    return ap, float(auc), balanced, brier


def _filled(present: np.ndarray, size: np.ndarray) -> float:
    """Area under precision by recall when filled up in this order, parts of groups allowed.

    Within a group of share ``s``, from ``T`` present among ``N`` on, precision is
    ``(T - s N + s u) / u`` at ``u`` scans, and recall grows by ``s du / P``.
    """
    keep = present > 0
    present, size = present[keep], size[keep].astype(np.float64)
    share = present / size
    until_tp, until = np.cumsum(present), np.cumsum(size)
    before_tp, before = until_tp - present, until - size
    surplus = before_tp - share * before
    growth = np.log(until / np.where(before > 0, before, until))
    return float((share * (surplus * growth + share * size)).sum() / present.sum())
