"""McNemar's test: two models decide the same scans; is one of them wrong more often?

Only scans that exactly one of them gets right tell (McNemar 1947, "Note on the sampling error of
the difference between correlated proportions"). Were both equally good, each would be right in
half of those, so the number follows a binomial distribution, and the test is exact. It takes scans
as independent; where copies or patients are many, the paired bootstrap is the better judge.
"""

from dataclasses import dataclass

import numpy as np
from scipy.stats import binomtest


@dataclass(frozen=True)
class Disagreement:
    """Of one label, or of all together."""

    only_first: int
    """Scans that only the first model decides rightly."""
    only_second: int
    p: float
    """The chance of numbers at least so uneven if both were equally good."""


def test(truth: np.ndarray, first: np.ndarray, second: np.ndarray) -> list[Disagreement]:
    """Per label of ``(n, labels)`` truth (NaN unknown) and decisions."""
    known = ~np.isnan(truth)
    right = [known & ((truth == 1) == decided) for decided in (first, second)]
    only_first = (right[0] & ~right[1]).sum(axis=0)
    only_second = (right[1] & ~right[0]).sum(axis=0)
    return [
        Disagreement(int(a), int(b), exact(int(a), int(b)))
        for a, b in zip(only_first, only_second, strict=True)
    ]


def exact(only_first: int, only_second: int) -> float:
    """Two-sided; 1 where they never disagree."""
    total = only_first + only_second
    return float(binomtest(only_first, total).pvalue) if total else 1.0
