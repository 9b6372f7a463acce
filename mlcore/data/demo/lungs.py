"""Both lungs with their vessels, the fluid around them and the nodule in one of them."""

from collections.abc import Iterator

import numpy as np

from mlcore.data.demo.body import SIDES, Bodies
from mlcore.data.demo.shapes import Layer, band, pair, rotated, superellipse

BRANCHES, DOTS = 7, 14
"""Vessels that run within the slice, and those that cross it, in each lung."""


def layers(rng: np.random.Generator, bodies: Bodies) -> Iterator[Layer]:
    """Pleural space, lungs and vessels."""
    n = len(bodies)
    power = rng.uniform(2.0, 2.5, n)
    air = rng.uniform(-890, -720, n)
    fluid = rng.uniform(-5, 25, n)
    stale = np.where(rng.random(n) < 0.5, rng.uniform(0, 0.07, n), 0)
    vessel = rng.uniform(-450, -150, n)
    for which, side in enumerate(SIDES):
        radii = np.stack([np.ones(n), bodies.depth], axis=1)
        half = superellipse(radii, power, -np.pi / 2, np.pi / 2) * [side, 1]
        pushed = bodies.effusion[:, which]
        yield Layer(half[:, None], np.where(pushed > 0, fluid, air))
        yield Layer(shrunk(half, bodies, side, pushed)[:, None], air + rng.uniform(60, 220, n))
        aired = shrunk(half, bodies, side, pushed + stale)
        yield Layer(aired[:, None], air)
        yield from _vessels(rng, bodies, side, pushed, vessel)


def shrunk(points: np.ndarray, bodies: Bodies, side: float, share: np.ndarray) -> np.ndarray:
    """Points of a lung after it lost ``(n,)`` of its size: it falls forward and inward."""
    anchor = pair(side * 0.12, -0.8 * bodies.depth).reshape(
        len(bodies), *[1] * (points.ndim - 2), 2
    )
    keep = (1 - share).reshape(len(bodies), *[1] * (points.ndim - 1))
    return anchor + (points - anchor) * keep


def within(bodies: Bodies, side: float, angle: np.ndarray, reach: np.ndarray) -> np.ndarray:
    """``(n, k, 2)`` places in a healthy lung, ``reach`` 0 at its middle to 1 at its edge."""
    x = side * (0.56 + 0.4 * reach * np.cos(angle))
    return pair(x, bodies.depth[:, None] * 0.92 * reach * np.sin(angle))


def _vessels(
    rng: np.random.Generator,
    bodies: Bodies,
    side: float,
    pushed: np.ndarray,
    density: np.ndarray,
) -> Iterator[Layer]:
    n = len(bodies)
    angle = rng.uniform(-0.8 * np.pi, 0.8 * np.pi, (n, BRANCHES))
    tips = within(bodies, side, angle, rng.uniform(0.3, 0.95, (n, BRANCHES)))
    root = pair(side * 0.3, 0.05 * bodies.depth)[:, None] + rng.normal(0, 0.05, tips.shape)
    fork = root + (tips - root) * rng.uniform(0.4, 0.7, (n, BRANCHES, 1))
    fork += rng.normal(0, 0.04, tips.shape)
    apart = rotated(tips - fork, rng.choice([-0.8, 0.8], (n, BRANCHES)))
    width = rng.uniform(0.03, 0.065, (n, BRANCHES, 1)) * np.array([1, 0.6, 0.2])
    branches = np.concatenate(
        [
            band(np.stack([root, fork, tips], axis=2), width),
            band(np.stack([root, fork, fork + 0.8 * apart], axis=2), width),
        ],
        axis=1,
    )
    yield Layer(shrunk(branches, bodies, side, pushed), density)
    angle, reach = rng.uniform(0, 2 * np.pi, (n, DOTS)), rng.uniform(0.1, 0.95, (n, DOTS)) ** 0.7
    radius = rng.uniform(0.012, 0.045, (n, DOTS)) * (1.25 - 0.6 * reach)
    around = np.linspace(0, 2 * np.pi, 7)[:-1]
    rims = radius[..., None, None] * pair(np.cos(around), np.sin(around))
    dots = within(bodies, side, angle, reach)[:, :, None] + rims
    yield Layer(shrunk(dots, bodies, side, pushed), density)
