"""Both lungs with their vessels, and the fluid around them."""

from collections.abc import Iterator

import numpy as np

from mlcore.data.demo.body import SIDES, Bodies
from mlcore.data.demo.shapes import Layer, band, pair, rotated, superellipse

HALF = np.linspace(-np.pi / 2, np.pi / 2, 28)
"""Angles from the front to the back of one half of the chest."""
BRANCHES, DOTS = 7, 14
"""Vessels that run within the slice, and those that cross it, in each lung."""


def layers(rng: np.random.Generator, bodies: Bodies) -> Iterator[Layer]:
    """Pleural space, lungs and vessels. In some people the back of a lung holds little air; that
    looks like a thin effusion, but is none."""
    n = len(bodies)
    radii = pair(1.0, bodies.depth)
    power = rng.uniform(2.0, 2.5, n)
    air = rng.uniform(-890, -720, n)
    fluid = rng.uniform(-5, 25, n)
    stale = np.where(rng.random(n) < 0.5, rng.uniform(0, 0.07, n), 0)
    vessel = rng.uniform(-450, -150, n)
    for side, pushed in zip(SIDES, bodies.effusion.T, strict=True):
        half = superellipse(radii, power, HALF)[:, None] * [side, 1]
        yield Layer(half, np.where(pushed > 0, fluid, air))
        yield Layer(shrunk(half, bodies, side, pushed), air + rng.uniform(60, 220, n))
        yield Layer(shrunk(half, bodies, side, pushed + stale), air)
        for vessels in (_branches(rng, bodies, side), _dots(rng, bodies, side)):
            yield Layer(shrunk(vessels, bodies, side, pushed), vessel)


def shrunk(points: np.ndarray, bodies: Bodies, side: float, share: np.ndarray) -> np.ndarray:
    """``(n, parts, corners, 2)`` of a lung that lost ``(n,)`` of its size, forward and inward."""
    anchor = pair(side * 0.12, -0.8 * bodies.depth)[:, None, None]
    return anchor + (points - anchor) * (1 - share)[:, None, None, None]


def within(bodies: Bodies, side: float, angle: np.ndarray, reach: np.ndarray) -> np.ndarray:
    """``(n, k, 2)`` places in a healthy lung, ``reach`` 0 at its middle to 1 at its edge."""
    x = side * (0.56 + 0.4 * reach * np.cos(angle))
    return pair(x, bodies.depth[:, None] * 0.92 * reach * np.sin(angle))


def _branches(rng: np.random.Generator, bodies: Bodies, side: float) -> np.ndarray:
    """``(n, 2 BRANCHES, 6, 2)``: vessels from the root of the lung, forking on their way."""
    shape = (len(bodies), BRANCHES)
    angle = rng.uniform(-0.8 * np.pi, 0.8 * np.pi, shape)
    tips = within(bodies, side, angle, rng.uniform(0.3, 0.95, shape))
    root = pair(side * 0.3, 0.05 * bodies.depth)[:, None] + rng.normal(0, 0.05, tips.shape)
    fork = root + (tips - root) * rng.uniform(0.4, 0.7, (*shape, 1))
    fork += rng.normal(0, 0.04, tips.shape)
    others = fork + 0.8 * rotated(tips - fork, rng.choice([-0.8, 0.8], shape))
    width = rng.uniform(0.03, 0.065, (*shape, 1)) * np.array([1, 0.6, 0.2])
    both = [band(np.stack([root, fork, ends], axis=2), width) for ends in (tips, others)]
    return np.concatenate(both, axis=1)


def _dots(rng: np.random.Generator, bodies: Bodies, side: float) -> np.ndarray:
    """``(n, DOTS, 6, 2)``: vessels cut across, the thinner the farther out."""
    shape = (len(bodies), DOTS)
    angle, reach = rng.uniform(0, 2 * np.pi, shape), rng.uniform(0.1, 0.95, shape) ** 0.7
    radius = rng.uniform(0.012, 0.045, shape) * (1.25 - 0.6 * reach)
    around = np.linspace(0, 2 * np.pi, 6, endpoint=False)
    rims = radius[..., None, None] * pair(np.cos(around), np.sin(around))
    return within(bodies, side, angle, reach)[:, :, None] + rims
