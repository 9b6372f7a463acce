"""How the learning rate moves in the course of a training."""

import math
from collections.abc import Callable

Schedule = Callable[[float], float]
"""Share of the training that is done, 0 to 1, to a factor of the learning rate."""

SCHEDULES: dict[str, Schedule] = {
    "constant": lambda _: 1.0,
    "cosine": lambda done: (1 + math.cos(math.pi * done)) / 2,
}
"""Cosine: Loshchilov & Hutter 2017, "SGDR", arXiv 1608.03983, without restarts."""
