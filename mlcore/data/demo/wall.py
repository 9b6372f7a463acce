"""The chest wall and what holds it: table, skin, fat, muscle, ribs, breastbone and spine."""

from collections.abc import Iterator

import numpy as np

from mlcore.data.demo.body import SIDES, WALL, Bodies
from mlcore.data.demo.shapes import Layer, band, blob, pair, superellipse, unevenness

FAT, MUSCLE, SKIN = -100.0, 50.0, 10.0
RIBS, PLANES = 9, 5
"""Cut ribs and planes of fat between muscles on each side; a slice meets short pieces of them."""


def layers(rng: np.random.Generator, bodies: Bodies) -> Iterator[Layer]:
    """Everything outside the pleura, from the table to the ribs."""
    yield _table(rng, bodies)
    yield from _soft_wall(rng, bodies)
    yield from _shoulder_blades(rng, bodies)
    n = len(bodies)
    yield Layer(_pieces(rng, bodies, 0.12, PLANES, 0.03, 0.12), rng.normal(FAT, 15, n))
    yield Layer(_pieces(rng, bodies, 0.055, RIBS, 0.075, 0.08), rng.normal(430, 90, n))


def spine(rng: np.random.Generator, bodies: Bodies) -> Iterator[Layer]:
    """One thoracic vertebra with its canal, arch and processes, in muscle; and the breastbone."""
    n = len(bodies)
    at = 0.6 * bodies.depth
    bone = rng.normal(480, 90, n)

    def piece(y: float, rx: float, ry: float, density: np.ndarray) -> Layer:
        centre, radii = pair(0.0, at + y), np.tile([rx, ry], (n, 1))
        return Layer(blob(rng, centre, radii, rough=0.03)[:, None], density)

    def process(path: list[tuple[float, float]], width: list[float]) -> np.ndarray:
        points = np.array(path) + pair(0.0, at)[:, None]
        return band(points, np.tile(width, (n, 1)))

    yield piece(0.16, 0.25, 0.22, rng.normal(40, 10, n))
    wings = [process([(s * 0.06, 0.18), (s * 0.3, 0.25)], [0.09, 0.06]) for s in SIDES]
    yield Layer(np.stack(wings, axis=1), bone - 120)
    yield Layer(process([(0, 0.22), (0, 0.42)], [0.08, 0.05])[:, None], bone - 60)
    yield piece(0.15, 0.14, 0.13, bone)
    yield piece(0.0, 0.17, 0.135, bone)
    yield piece(0.0, 0.135, 0.1, rng.normal(190, 40, n))
    yield piece(0.17, 0.075, 0.065, rng.normal(20, 10, n))
    front = pair(rng.normal(0, 0.02, n), -bodies.depth - 0.06)
    yield Layer(blob(rng, front, np.tile([0.13, 0.05], (n, 1)))[:, None], bone - 200)


def _table(rng: np.random.Generator, bodies: Bodies) -> Layer:
    n = len(bodies)
    x = np.linspace(-1.5, 1.5, 9)
    hollow = rng.uniform(0.03, 0.14, n)[:, None]
    back = (bodies.depth + WALL + bodies.fat + rng.uniform(0.06, 0.16, n))[:, None]
    path = pair(x, back - hollow * x**2 + hollow * 0.3)
    seen = rng.random(n) < 0.6
    width = np.full(path.shape[:2], 0.05)
    return Layer(band(path, width)[:, None], np.where(seen, rng.uniform(-700, -250, n), np.nan))


def _soft_wall(rng: np.random.Generator, bodies: Bodies) -> Iterator[Layer]:
    n = len(bodies)
    outside = bodies.outside
    muscle = outside - pair(1.15 * bodies.fat, bodies.fat)
    power = rng.uniform(2.05, 2.7, n)
    uneven = unevenness(rng, n, 0.02)
    breasts = [_breast(rng, bodies, side) for side in SIDES]
    skin = 0.035
    yield Layer((superellipse(outside + skin, power) * uneven)[:, None], np.full(n, SKIN))
    for centre, radii in breasts:
        yield Layer(blob(rng, centre, radii + skin, rough=0)[:, None], _where(bodies.breast, SKIN))
    yield Layer((superellipse(outside, power) * uneven)[:, None], rng.normal(FAT, 8, n))
    for centre, radii in breasts:
        yield Layer(blob(rng, centre, radii, rough=0)[:, None], _where(bodies.breast, FAT))
        gland = blob(rng, centre, radii * rng.uniform(0.2, 0.6, (n, 1)), rough=0.2)
        yield Layer(gland[:, None], _where(bodies.breast, 10.0))
    yield Layer(superellipse(muscle, power)[:, None], rng.normal(MUSCLE, 8, n))


def _breast(rng: np.random.Generator, bodies: Bodies, side: float) -> tuple[np.ndarray, np.ndarray]:
    size = np.nan_to_num(bodies.breast)
    front = bodies.depth + WALL + bodies.fat * 0.7
    centre = pair(side * rng.normal(0.58, 0.04, len(bodies)), -front + 0.05)
    return centre, pair(0.42 * size, 0.24 * size)


def _shoulder_blades(rng: np.random.Generator, bodies: Bodies) -> Iterator[Layer]:
    """Only slices near the fork meet them."""
    n = len(bodies)
    high = np.where(bodies.level < rng.uniform(0.2, 0.45, n), 1.0, np.nan)
    for side in SIDES:
        centre = pair(side * rng.normal(0.82, 0.03, n), 0.85 * bodies.depth)
        muscle = blob(rng, centre, np.tile([0.36, 0.2], (n, 1)), turn=-side * 0.6)
        yield Layer(muscle[:, None], MUSCLE * high)
        ends = pair(side * np.array([-0.24, 0.05, 0.26]), np.array([0.16, 0.04, -0.16]))
        blade = band(centre[:, None] + ends, np.tile([0.03, 0.05, 0.07], (n, 1)))
        yield Layer(blade[:, None], 420 * high)


def _pieces(
    rng: np.random.Generator, bodies: Bodies, out: float, count: int, width: float, half: float
) -> np.ndarray:
    """``(n, 2 count, 10, 2)``: bent strips around the chest, ``out`` body units outside it."""
    n = len(bodies)
    ring = np.stack([np.full(n, 1 + out), bodies.depth + out], axis=1)
    slots = np.linspace(-0.41 * np.pi, 0.41 * np.pi, count)
    middle = slots + rng.uniform(-0.11, 0.11, (n, 2, count))
    reach = half * rng.uniform(0.4, 2.0, middle.shape)[..., None] * np.linspace(-1, 1, 5)
    slant = 1 + rng.normal(0, 0.2, middle.shape)[..., None] * reach
    angles = middle[..., None] + reach
    path = pair(np.cos(angles) * np.array(SIDES)[:, None, None], np.sin(angles))
    path = path * slant[..., None] * ring[:, None, None, None]
    wide = width * rng.uniform(0.6, 1.3, middle.shape)[..., None] * np.array([0.4, 1, 1, 1, 0.4])
    return band(path, wide).reshape(n, 2 * count, 10, 2)


def _where(present: np.ndarray, density: float) -> np.ndarray:
    return np.where(np.isnan(present), np.nan, density)
