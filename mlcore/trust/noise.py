"""Pictures of nothing: kinds of noise at several strengths, to try a gate with."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

MIDDLES = (0, 64, 128, 192)
"""Grey levels the noise lies around."""


@dataclass(frozen=True)
class Noise:
    name: str
    title: str
    unit: str
    """What the strengths are."""
    strengths: tuple[float, ...]
    draw: Callable[[np.random.Generator, tuple[int, ...], float, int], np.ndarray]
    """Of a shape, a strength and a middle: grey levels, to be cut to 0..255."""


def _uniform(
    rng: np.random.Generator, shape: tuple[int, ...], strength: float, middle: int
) -> np.ndarray:
    return middle + rng.uniform(-strength, strength, shape)


def _gaussian(
    rng: np.random.Generator, shape: tuple[int, ...], strength: float, middle: int
) -> np.ndarray:
    return middle + strength * rng.standard_normal(shape)


def _salt_and_pepper(
    rng: np.random.Generator, shape: tuple[int, ...], strength: float, middle: int
) -> np.ndarray:
    drawn = rng.random(shape)
    return np.where(drawn < strength / 2, 0, np.where(drawn > 1 - strength / 2, 255, middle))


KINDS = (
    Noise("uniform", "Uniform noise", "grey levels", (8, 16, 32, 64, 128), _uniform),
    Noise("gaussian", "Gaussian noise", "grey levels", (4, 8, 16, 32, 64), _gaussian),
    Noise(
        "salt_and_pepper",
        "Salt and pepper",
        "share of pixels",
        (0.01, 0.05, 0.1, 0.2, 0.5),
        _salt_and_pepper,
    ),
)


def pictures(
    side: int, channels: int, each: int = 10, seed: int = 0
) -> Iterator[tuple[Noise, float, np.ndarray]]:
    """Kind, strength and ``(each · middles, side, side, channels)`` uint8."""
    rng = np.random.default_rng(seed)
    shape = (each, side, side, channels)
    for kind in KINDS:
        for strength in kind.strengths:
            drawn = [kind.draw(rng, shape, strength, middle) for middle in MIDDLES]
            yield kind, strength, np.rint(np.concatenate(drawn)).clip(0, 255).astype(np.uint8)
