"""Outlines of many bodies at once: polygons in body units, painted in order.

Body units: the inside of the chest reaches from -1 to 1 from side to side. As on any axial scan,
x grows towards the patient's left (right in the image) and y towards the back (down).
"""

from dataclasses import dataclass

import numpy as np

CORNERS = 28


@dataclass(frozen=True)
class Layer:
    """One tissue of ``n`` bodies; a later layer covers what lies under it."""

    points: np.ndarray
    """``(n, parts, corners, 2)`` body units."""
    density: np.ndarray
    """``(n,)`` Hounsfield units; NaN where the slice does not meet this tissue."""


def column(values: np.ndarray | float) -> np.ndarray:
    """``(n,)`` as ``(n, 1)``; a number stays one that broadcasts."""
    return np.asarray(values, float)[..., None]


def pair(x: np.ndarray | float, y: np.ndarray | float) -> np.ndarray:
    """``(..., 2)`` points of two coordinates that broadcast against each other."""
    return np.stack(np.broadcast_arrays(x, y), axis=-1)


def superellipse(
    radii: np.ndarray, power: np.ndarray | float, first: float = 0.0, last: float = 2 * np.pi
) -> np.ndarray:
    """``(n, corners, 2)``: an ellipse of ``(n, 2)`` radii, the squarer the higher its power (2 is
    round), from angle ``first`` to ``last``."""
    angles = np.linspace(first, last, CORNERS)
    flat = 2 / column(power)
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
    angles = np.linspace(0, 2 * np.pi, CORNERS, endpoint=False)
    waves = np.arange(2, 5)
    size = rng.normal(0, rough, (len(centre), len(waves), 1)) / np.sqrt(waves)[:, None]
    phase = rng.uniform(0, 2 * np.pi, size.shape)
    uneven = 1 + (size * np.cos(waves[:, None] * angles + phase)).sum(axis=1)
    circle = pair(np.cos(angles), np.sin(angles)) * uneven[..., None]
    return rotated(circle * radii[:, None], turn) + centre[:, None]


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
