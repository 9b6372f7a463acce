"""Scans made up for these tests."""

from collections.abc import Callable

import numpy as np
import pytest


@pytest.fixture
def scan() -> Callable[..., np.ndarray]:
    """Call it with channels, height and width."""
    return made_up


def made_up(channels: int = 1, height: int = 64, width: int = 64) -> np.ndarray:
    """``(h, w, c)`` uint8: a bright, uneven, grained shape off the centre of a dark ground."""
    rows, columns = np.mgrid[:height, :width]
    shape = 200 * np.exp(-(((rows - 0.4 * height) / 20) ** 2) - ((columns - 0.6 * width) / 12) ** 2)
    grain = np.random.default_rng(0).normal(30, 10, (height, width))
    grey = np.clip(shape + grain, 0, 255)
    return np.stack([grey * share for share in (1, 0.8, 0.6)[:channels]], axis=2).astype(np.uint8)
