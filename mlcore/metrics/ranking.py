"""Scores that need no threshold: how well the probabilities put present before absent."""

from collections.abc import Callable

import numpy as np
from sklearn.metrics import average_precision_score, roc_auc_score


def average_precision(truth: np.ndarray, probability: np.ndarray) -> np.ndarray:
    """Area under the precision-recall curve per label, ``(labels,)``; NaN without a present scan.

    The step-wise sum of scikit-learn's ``average_precision_score``, unknown truth left out.
    """
    return _per_label(average_precision_score, {1}, truth, probability)


def auc(truth: np.ndarray, probability: np.ndarray) -> np.ndarray:
    """Area under the ROC curve per label, ``(labels,)``; NaN where all scans are of one kind."""
    return _per_label(roc_auc_score, {0, 1}, truth, probability)


def _per_label(
    metric: Callable[[np.ndarray, np.ndarray], float],
    needed: set[int],
    truth: np.ndarray,
    probability: np.ndarray,
) -> np.ndarray:
    values = np.full(truth.shape[1], np.nan)
    for label in range(truth.shape[1]):
        known = ~np.isnan(truth[:, label])
        y = truth[known, label].astype(int)
        if needed <= set(np.unique(y)):
            values[label] = metric(y, probability[known, label])
    return values
