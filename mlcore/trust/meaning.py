"""What a score means, in counted scans: of validation scans with such a score, so many had it."""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from mlcore.inspect.wording import percent, scans

FEWEST, MOST = 20, 120
SHARE = 8
"""One in so many validation scans is looked at, between `FEWEST` and `MOST`."""
NEAR = 0.1
"""Scores farther off are other scores, and count only towards the `FEWEST`."""


@dataclass(frozen=True)
class Meaning:
    sentence: str
    scans: int
    """Validation scans whose scores are nearest to this one; 0 where there are too few."""
    had: int
    low: float | None = None
    high: float | None = None
    """Between which scores they lie."""

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def of(probability: float, scores: np.ndarray, truth: np.ndarray) -> Meaning:
    """``scores`` and ``truth`` ``(n,)``: of validation scans, NaN where the truth is unknown."""
    known = ~np.isnan(truth)
    scores, truth = scores[known], truth[known]
    if len(scores) < FEWEST:
        there = f"only {scans(len(scores))}" if len(scores) else "no scan"
        return Meaning(f"Validation has {there} with a known answer: too few to say.", 0, 0)
    off = np.abs(scores - probability)
    most = int(np.clip(len(scores) // SHARE, FEWEST, MOST))
    count = int(np.clip((off <= NEAR).sum(), FEWEST, most))
    near = np.argsort(off, kind="stable")[:count]
    low, high = float(scores[near].min()), float(scores[near].max())
    had = int(truth[near].sum())
    sentence = f"Of {count} validation scans with such a score ({_range(low, high)}), "
    sentence += f"{in_words(had, count)}."
    if not scores.min() <= probability <= scores.max():
        side = "high" if probability > scores.max() else "low"
        sentence += f" None of them scored as {side} as this scan."
    return Meaning(sentence, count, had, low, high)


def in_words(had: int, count: int) -> str:
    """``7 in 10 had it``."""
    if had in (0, count):
        return "none had it" if had == 0 else "all had it"
    tenths = round(10 * had / count)
    if tenths in (0, 10):
        return f"{had} had it" if tenths == 0 else f"all but {count - had} had it"
    return f"{'about half' if tenths == 5 else f'{tenths} in 10'} had it"


def _range(low: float, high: float) -> str:
    """``23 % to 31 %``."""
    one, other = percent(low), percent(high)
    return one if one == other else f"{one} to {other}"
