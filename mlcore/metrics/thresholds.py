"""From which probability on a label counts as present."""

import numpy as np

DEFAULT = 0.5


def best_f1(truth: np.ndarray, probability: np.ndarray) -> np.ndarray:
    """Per label the threshold with the highest F1, ``(labels,)``; .5 where no scan is present.

    Thresholds lie midway between neighbouring probabilities, so that a rounding error in one of
    them does not turn a decision. Choose them on validation scans, never on those you report.
    """
    return np.array([_best_of_label(truth[:, i], probability[:, i]) for i in range(truth.shape[1])])


def _best_of_label(truth: np.ndarray, probability: np.ndarray) -> float:
    known = ~np.isnan(truth)
    order = np.argsort(-probability[known], kind="stable")
    p = probability[known][order].astype(np.float64)
    present = truth[known][order] == 1
    if not present.any():
        return DEFAULT
    tp = np.cumsum(present)
    decided = np.arange(1, len(p) + 1)
    f1 = 2 * tp / (decided + present.sum())
    last_of_tie = np.append(p[1:] < p[:-1], True)
    best = int(np.argmax(np.where(last_of_tie, f1, -1)))
    following = p[best + 1] if best + 1 < len(p) else 0.0
    return float((p[best] + following) / 2)
