"""Scores that follow from counting hits and misses at one threshold per label.

All functions take truth ``(n, labels)`` with 1 present, 0 absent, NaN unknown (left out), and
decisions ``(n, labels)`` bool. What is undefined is NaN, never 0: precision where nothing was
predicted, recall where nothing is present, F1 where both. The conventions are those of
scikit-learn with ``zero_division=nan``.
"""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Counts:
    """True and false positives and negatives; arrays of one shape, counts or weighted counts."""

    tp: np.ndarray
    fp: np.ndarray
    fn: np.ndarray
    tn: np.ndarray

    def sum(self) -> "Counts":
        """Counted over the last axis together: what micro averages are made of."""
        return Counts(*(part.sum(axis=-1) for part in (self.tp, self.fp, self.fn, self.tn)))

    @property
    def support(self) -> np.ndarray:
        """How often the label is present."""
        return self.tp + self.fn


def count(truth: np.ndarray, decided: np.ndarray, axis: int = 0) -> Counts:
    """Counts along ``axis``: 0 gives one per label, 1 gives one per scan."""
    known = ~np.isnan(truth)
    present = truth == 1
    absent = known & ~present
    decided = decided.astype(bool)
    return Counts(
        tp=(present & decided).sum(axis=axis),
        fp=(absent & decided).sum(axis=axis),
        fn=(present & ~decided).sum(axis=axis),
        tn=(absent & ~decided).sum(axis=axis),
    )


def precision(c: Counts) -> np.ndarray:
    return _ratio(c.tp, c.tp + c.fp)


def recall(c: Counts) -> np.ndarray:
    return _ratio(c.tp, c.tp + c.fn)


def f1(c: Counts) -> np.ndarray:
    """Harmonic mean of precision and recall."""
    return _ratio(2 * c.tp, 2 * c.tp + c.fp + c.fn)


def _ratio(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(whole > 0, part / np.where(whole > 0, whole, 1), np.nan)
