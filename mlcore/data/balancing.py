"""Improving how groups are shared out among parts: one group moves, or two change places.

Imbalance is the sum of (got - wanted)² / wanted over parts and strata, as in Pearson's chi-squared,
so that a share missed by a tenth weighs more the more scans it is.
"""

from itertools import combinations

import numpy as np

MOVABLE = 600
"""Groups that may move: the largest, which fit worst, and as many others by chance."""
LEAST_GAIN = 1e-6


def imbalance(weights: np.ndarray, part: np.ndarray, shares: np.ndarray) -> float:
    """0 where every part has exactly its share of every column of the ``(g, strata)`` weights."""
    wanted = shares[:, None] * weights.sum(axis=0)
    return float((_excess(weights, part, wanted) ** 2 / wanted).sum())


def improved(
    weights: np.ndarray, part: np.ndarray, shares: np.ndarray, chance: np.random.Generator
) -> np.ndarray:
    """The part of each group, ``(g,)`` int, after every exchange that lessens the imbalance.

    ``weights``: ``(g, strata)``, how many scans of each kind a group has; no column is all 0.
    """
    part = part.copy()
    wanted = shares[:, None] * weights.sum(axis=0)
    movable = _movable(weights, chance)
    while True:
        excess = _excess(weights, part, wanted)
        gain, exchange = _best(weights[movable].astype(float), part[movable], excess, wanted)
        if gain < LEAST_GAIN:
            return part
        for group, target in exchange:
            part[movable[group]] = target


def _best(
    x: np.ndarray, part: np.ndarray, excess: np.ndarray, wanted: np.ndarray
) -> tuple[float, list[tuple[int, int]]]:
    """The largest gain of one exchange, and which groups go to which parts in it."""
    own, linear = x**2 @ (1 / wanted).T, 2 * x @ (excess / wanted).T
    here = np.arange(len(x)), part
    moved = own + linear + (own[here] - linear[here])[:, None]
    moved[here] = 0
    group, target = divmod(int(np.argmin(moved)), len(wanted))
    gain, exchange = -moved[group, target], [(group, target)]
    for a, b in combinations(range(len(wanted)), 2):
        in_a, in_b = np.flatnonzero(part == a), np.flatnonzero(part == b)
        if not len(in_a) or not len(in_b):
            continue
        together = 2 * (x[in_a] * (1 / wanted[a] + 1 / wanted[b])) @ x[in_b].T
        swapped = moved[in_a, b][:, None] + moved[in_b, a] - together
        i, j = divmod(int(np.argmin(swapped)), len(in_b))
        if -swapped[i, j] > gain:
            gain, exchange = -swapped[i, j], [(in_a[i], b), (in_b[j], a)]
    return float(gain), exchange


def _excess(weights: np.ndarray, part: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """``(parts, strata)``: what each part has beyond what it should have."""
    got = np.zeros_like(wanted)
    np.add.at(got, part, weights)
    return got - wanted


def _movable(weights: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    if len(weights) <= MOVABLE:
        return np.arange(len(weights))
    by_size = np.argsort(-weights.sum(axis=1), kind="stable")
    largest, others = np.split(by_size, [MOVABLE // 2])
    return np.concatenate([largest, chance.choice(others, MOVABLE // 2, replace=False)])
