"""Outlines of many bodies at once: polygons in body units, painted in order.

Body units: the inside of the chest reaches from -1 to 1 from side to side. As on any axial scan,
x grows towards the patient's left (right in the image) and y towards the back (down).
"""

from dataclasses import dataclass

import numpy as np

CIRCLE = np.linspace(0, 2 * np.pi, 28, endpoint=False)
"""Angles of the corners of an outline."""


@dataclass(frozen=True)
class Layer:
    """One tissue of ``n`` bodies; a later layer covers what lies under it."""

    points: np.ndarray
    """``(n, parts, corners, 2)`` body units."""
    density: np.ndarray
    """``(n,)`` Hounsfield units; NaN where the slice does not meet this tissue."""


def pair(x: np.ndarray | float, y: np.ndarray | float) -> np.ndarray:
    """``(..., 2)`` points of two coordinates that broadcast against each other."""
    return np.stack(np.broadcast_arrays(x, y), axis=-1)


def superellipse(radii: np.ndarray, power: np.ndarray, angles: np.ndarray = CIRCLE) -> np.ndarray:
    """``(n, corners, 2)``: ellipses of ``(n, 2)`` radii, the squarer the higher their ``(n,)``
    power (2 is round), at these angles."""
    flat = 2 / power[:, None]
    x, y = np.cos(angles), np.sin(angles)
    return pair(np.sign(x) * np.abs(x) ** flat, np.sign(y) * np.abs(y) ** flat) * radii[:, None]


def blob(
    rng: np.random.Generator,
    centre: np.ndarray,
    radii: np.ndarray,
    turn: np.ndarray | float = 0.0,
    rough: float = 0.04,
) -> np.ndarray:
    """``(n, corners, 2)``: ellipses about ``(n, 2)`` centres, turned (radians), a little uneven."""
    circle = pair(np.cos(CIRCLE), np.sin(CIRCLE)) * unevenness(rng, len(centre), rough)
    return rotated(circle * radii[:, None], turn) + centre[:, None]


def unevenness(rng: np.random.Generator, n: int, rough: float) -> np.ndarray:
    """``(n, corners, 1)`` factors about 1 that keep an outline from being a perfect figure."""
    waves = np.arange(2, 5)[:, None]
    size = rng.normal(0, rough, (n, len(waves), 1)) / np.sqrt(waves)
    phase = rng.uniform(0, 2 * np.pi, size.shape)
    return 1 + (size * np.cos(waves * CIRCLE + phase)).sum(axis=1)[..., None]


def band(path: np.ndarray, width: np.ndarray) -> np.ndarray:
    """``(..., 2 m, 2)``: a stroke along ``(..., m, 2)`` points, ``(..., m)`` wide at each."""
    along = np.gradient(path, axis=-2)
    along /= np.linalg.norm(along, axis=-1, keepdims=True) + 1e-9
    aside = pair(-along[..., 1], along[..., 0]) * width[..., None] / 2
    return np.concatenate([path + aside, (path - aside)[..., ::-1, :]], axis=-2)


def rotated(points: np.ndarray, turn: np.ndarray | float) -> np.ndarray:
    """Points ``(..., 2)`` turned about the origin (radians); angles broadcast from the left."""
    turn = np.asarray(turn, float)
    turn = turn.reshape(turn.shape + (1,) * (points.ndim - 1 - turn.ndim))
    x, y = points[..., 0], points[..., 1]
    return pair(x * np.cos(turn) - y * np.sin(turn), x * np.sin(turn) + y * np.cos(turn))
