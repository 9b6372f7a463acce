"""When a training has stopped getting better, told from the validation values so far.

All is a function of those values alone, so a run that resumes with them decides as it would have.
"""

import math
from collections.abc import Sequence


def improvements(values: Sequence[float], min_delta: float) -> list[bool]:
    """For each value whether it is more than the best before it by more than ``min_delta``.

    Undefined values (NaN) are no improvement; the first defined one is.
    """
    best = -math.inf
    better = []
    for value in values:
        better.append(value > best + min_delta)
        best = value if better[-1] else best
    return better


def best_epoch(values: Sequence[float], min_delta: float) -> int:
    """Number of the last epoch that was an improvement, from 1; 0 where none was."""
    better = improvements(values, min_delta)
    return max((i for i, is_better in enumerate(better, start=1) if is_better), default=0)


def is_over(values: Sequence[float], patience: int, min_delta: float) -> bool:
    """Whether the last ``patience`` epochs brought no improvement; never with patience 0."""
    return patience > 0 and len(values) - best_epoch(values, min_delta) >= patience
