"""How the learning rate moves in the course of a training."""

import math
from collections.abc import Callable, Sequence

from mlcore.train.early_stopping import improvements

Schedule = Callable[[float], float]
"""Share of the training that is done, 0 to 1, to a factor of the learning rate."""

SCHEDULES: dict[str, Schedule] = {
    "constant": lambda _: 1.0,
    "cosine": lambda done: (1 + math.cos(math.pi * done)) / 2,
}
"""Cosine: Loshchilov & Hutter 2017, "SGDR", arXiv 1608.03983, without restarts."""
PLATEAU = "plateau"
"""Constant, but lowered when validation no longer improves; see `plateau_factor`."""


def warmed_up(schedule: Schedule, share: float) -> Schedule:
    """Rise from 0 in a straight line for this ``share`` of the training, then ``schedule``.

    Goyal et al. 2017, "Accurate, large minibatch SGD", arXiv 1706.02677.
    """
    if not share:
        return schedule
    return lambda done: done / share if done < share else schedule((done - share) / (1 - share))


def plateau_factor(
    values: Sequence[float], factor: float, patience: int, min_delta: float, lowest: float
) -> float:
    """What the learning rate is multiplied by after epochs with these validation ``values``.

    Each ``patience`` epochs in a row without improvement multiply it by ``factor``, as far down as
    ``lowest``.
    """
    product, waited = 1.0, 0
    for better in improvements(values, min_delta):
        waited = 0 if better else waited + 1
        if waited >= patience:
            product, waited = product * factor, 0
    return max(product, lowest)
