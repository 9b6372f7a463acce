"""Scores that follow from counting hits and misses at one threshold per label.

All functions take `Counts` of any shape. What is undefined is NaN, never 0: precision where nothing
was predicted, recall where nothing is present, F1 where both. The conventions are those of
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

    def sum(self, axis: int = -1) -> "Counts":
        """Counted over one axis together: what micro averages are made of."""
        return Counts(*(part.sum(axis=axis) for part in (self.tp, self.fp, self.fn, self.tn)))

    @property
    def support(self) -> np.ndarray:
        """How often the label is present."""
        return self.tp + self.fn

    @property
    def known(self) -> np.ndarray:
        return self.tp + self.fp + self.fn + self.tn


def count(truth: np.ndarray, decided: np.ndarray, axis: int = 0) -> Counts:
    """Counts along ``axis``: 0 gives one per label, 1 gives one per scan.

    ``truth`` ``(n, labels)``: 1 present, 0 absent, NaN unknown (left out); ``decided``
    ``(n, labels)`` bool.
    """
    return Counts(*(cell.sum(axis=axis) for cell in cells(truth, decided)))


def cells(truth: np.ndarray, decided: np.ndarray) -> tuple[np.ndarray, ...]:
    """``(n, labels)`` bool each: which answers are true positives, false positives, false
    negatives and true negatives."""
    present, absent = truth == 1, truth == 0
    decided = decided.astype(bool)
    return present & decided, absent & decided, present & ~decided, absent & ~decided


def precision(c: Counts) -> np.ndarray:
    return _ratio(c.tp, c.tp + c.fp)


def recall(c: Counts) -> np.ndarray:
    return _ratio(c.tp, c.tp + c.fn)


def specificity(c: Counts) -> np.ndarray:
    return _ratio(c.tn, c.tn + c.fp)


def f1(c: Counts) -> np.ndarray:
    """Harmonic mean of precision and recall."""
    return _ratio(2 * c.tp, 2 * c.tp + c.fp + c.fn)


def f_beta(c: Counts, beta: float) -> np.ndarray:
    """Recall weighs ``beta`` times as much as precision (van Rijsbergen 1979)."""
    square = beta**2
    return _ratio((1 + square) * c.tp, (1 + square) * c.tp + square * c.fn + c.fp)


def accuracy(c: Counts) -> np.ndarray:
    return _ratio(c.tp + c.tn, c.known)


def hamming(c: Counts) -> np.ndarray:
    """Share of wrong answers."""
    return _ratio(c.fp + c.fn, c.known)


def balanced_accuracy(c: Counts) -> np.ndarray:
    """Mean of recall and specificity; undefined where only one kind is there."""
    return (recall(c) + specificity(c)) / 2


def study_f1(c: Counts) -> np.ndarray:
    """F1 of "present" and F1 of "absent", weighted by how often each is true.

    The number that the study printed; scikit-learn's ``f1_score(average="weighted")`` of one
    label. Where 95 % are absent, answering "absent" to everything scores .92.
    """
    absent = Counts(c.tn, c.fn, c.fp, c.tp)
    parts = [np.where(of.support > 0, of.support * f1(of), 0) for of in (c, absent)]
    return _ratio(parts[0] + parts[1], c.known)


def _ratio(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(whole > 0, part / np.where(whole > 0, whole, 1), np.nan)
