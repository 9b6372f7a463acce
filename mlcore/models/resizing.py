"""Resizing and recolouring of scans as two products with fixed matrices, and one on the channels.

So they are plain layers of the network, that need no image library wherever it answers.
"""

import numpy as np

LUMA = (0.299, 0.587, 0.114)
"""Brightness of red, green and blue: ITU-R BT.601, as at import."""
CUBIC = -0.5
"""Keys 1981, "Cubic convolution interpolation for digital image processing"."""


def matrix(old: int, new: int) -> np.ndarray:
    """``(new, old)`` float32 that resizes one side; each row adds up to 1.

    Smaller is the mean of the area each new pixel covers, parts of pixels by their part; larger is
    bicubic, as at import.
    """
    weights = _areas(old, new) if new < old else _cubic(old, new)
    return (weights / weights.sum(axis=1, keepdims=True)).astype(np.float32)


def colours(old: int, new: int) -> np.ndarray:
    """``(old, new)`` float32 from 1 or 3 channels to 1 or 3."""
    if old == new:
        return np.eye(old, dtype=np.float32)
    return np.array([LUMA], np.float32).T if new == 1 else np.ones((1, new), np.float32)


def _areas(old: int, new: int) -> np.ndarray:
    """How much of each old pixel lies in each new one."""
    edges = np.arange(new + 1) * old / new
    pixel = np.arange(old)
    covered = np.minimum(edges[1:, None], pixel + 1) - np.maximum(edges[:-1, None], pixel)
    return np.maximum(covered, 0)


def _cubic(old: int, new: int) -> np.ndarray:
    """Weight of each old pixel by its distance; beyond the edge there is none."""
    centres = (np.arange(new) + 0.5) * old / new - 0.5
    d = np.abs(centres[:, None] - np.arange(old))
    near = (CUBIC + 2) * d**3 - (CUBIC + 3) * d**2 + 1
    far = CUBIC * (d**3 - 5 * d**2 + 8 * d - 4)
    return np.where(d <= 1, near, np.where(d < 2, far, 0))
