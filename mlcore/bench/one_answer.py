"""How long one answer takes: the same clock for all sides of `mlcore.bench.predicting`."""

import time
from collections.abc import Callable

import numpy as np

WARM = 5
"""Answers before the clock counts."""


def times(answer: Callable[[], object], count: int) -> dict[str, float]:
    """``{median, p95}`` milliseconds of ``count`` answers, one after the other."""
    for _ in range(WARM):
        answer()
    taken = []
    for _ in range(count):
        started = time.perf_counter()
        answer()
        taken.append((time.perf_counter() - started) * 1000)
    return {"median": float(np.median(taken)), "p95": float(np.quantile(taken, 0.95))}
