"""Scores made into probabilities, for many labels at once."""

import numpy as np
from scipy.special import expit as logistic
from scipy.special import logit

STEPS = 15
LONGEST = 2.0
"""Of one step, so that scores that part a label perfectly do not throw it off."""

__all__ = ["logistic", "logistic_curves"]


def logistic_curves(score: np.ndarray, truth: np.ndarray, prior: np.ndarray) -> np.ndarray:
    """``(2, labels)`` slope and height such that ``logistic(slope * score + height)`` is probable.

    ``score``, ``truth``: ``(n, labels)``, NaN where unknown; ``prior``: ``(labels,)``. Newton's
    method on the likelihood, with truth pulled a little towards the middle where there is little of
    it (Platt, "Probabilistic outputs for support vector machines", 1999). A label whose scores are
    all the same, or that has none, has slope 0.
    """
    slope, height = np.zeros(len(prior)), logit(prior)
    if not len(score):
        return np.stack([slope, height])
    known = ~np.isnan(truth)
    present, absent = (truth == 1).sum(axis=0), (truth == 0).sum(axis=0)
    aim = np.where(truth == 1, (present + 1) / (present + 2), 1 / (absent + 2))
    spread = score.std(axis=0)
    spread = np.where(spread > 1e-7, spread, np.inf)
    even = score / spread
    for _ in range(STEPS):
        p = logistic(slope * even + height)
        off, weight = np.where(known, p - aim, 0), np.where(known, p * (1 - p), 0)
        g_slope, g_height = (off * even).sum(axis=0), off.sum(axis=0)
        h_both, h_height = (weight * even).sum(axis=0), weight.sum(axis=0) + 1e-9
        h_slope = (weight * even**2).sum(axis=0) + 1e-9
        free = h_slope * h_height - h_both**2 + 1e-12
        slope -= np.clip((h_height * g_slope - h_both * g_height) / free, -LONGEST, LONGEST)
        height -= np.clip((h_slope * g_height - h_both * g_slope) / free, -LONGEST, LONGEST)
    return np.stack([slope / spread, height])
