"""The scans a model was most wrong about."""

from dataclasses import dataclass

import numpy as np

SURE = 1e-6


@dataclass(frozen=True)
class Errors:
    """Wrong answers, the surest first."""

    scan: np.ndarray
    """``(k,)`` positions among the answers."""
    label: np.ndarray
    """``(k,)``."""
    surprise: np.ndarray
    """``(k,)`` -log of the probability given to the truth."""


def worst(
    truth: np.ndarray, probability: np.ndarray, decided: np.ndarray, label: int | None = None
) -> Errors:
    """All wrong answers to ``(n, labels)``, or to one label."""
    p = np.clip(probability.astype(np.float64), SURE, 1 - SURE)
    surprise = -np.log(np.where(truth == 1, p, 1 - p))
    wrong = ~np.isnan(truth) & ((truth == 1) != decided)
    if label is not None:
        wrong[:, np.arange(truth.shape[1]) != label] = False
    scan, which = np.nonzero(wrong)
    order = np.argsort(-surprise[scan, which], kind="stable")
    return Errors(scan[order], which[order], surprise[scan, which][order])
