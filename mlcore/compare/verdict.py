"""What a comparison comes to, in words."""

from collections.abc import Sequence

import numpy as np

LEVEL = 0.05
"""The chance of calling one of two equals better, over all labels of a comparison together."""
BETTER, WORSE, UNCLEAR = "better", "worse", "cannot tell"


def verdict(gain: float, p: float) -> str:
    """How the second does against the first; ``gain`` is above 0 where it scores better."""
    if np.isnan(gain) or np.isnan(p) or p >= LEVEL or gain == 0:
        return UNCLEAR
    return BETTER if gain > 0 else WORSE


def in_words(p: float) -> str:
    """``0.041``, and never nought, however small the chance."""
    if np.isnan(p):
        return "–"
    return "< 0.001" if p < 0.001 else f"{p:.3f}"


def holm(p: Sequence[float]) -> np.ndarray:
    """``(k,)`` adjusted for testing ``k`` times, NaN where it is undefined (Holm 1979, "A simple
    sequentially rejective multiple test procedure")."""
    given = np.asarray(p, float)
    defined = np.flatnonzero(~np.isnan(given))
    order = defined[np.argsort(given[defined], kind="stable")]
    left = np.arange(len(order), 0, -1)
    adjusted = np.full(len(given), np.nan)
    adjusted[order] = np.minimum(np.maximum.accumulate(given[order] * left), 1)
    return adjusted
