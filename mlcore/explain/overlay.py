"""A map painted over its scan, in colours that people with any colour vision can tell apart."""

import cv2
import numpy as np
from PIL import Image

FOR, AGAINST = np.array([[242, 142, 0], [38, 120, 235]], np.float32)
"""Orange and blue: no kind of colour blindness confuses them."""
SIDE = 384
"""Pixels a side of a painted scan, at least."""


def strength(heat: np.ndarray) -> np.ndarray:
    """``(side, side)`` from -1 to 1: of the strongest place, whichever sign it has."""
    most = np.abs(heat).max()
    return heat / most if most > 0 else heat


def painted(scan: np.ndarray, heat: np.ndarray, opacity: float = 0.6) -> np.ndarray:
    """``(side, side, 1 or 3)`` uint8 and its map to ``(s, s, 3)`` uint8, enlarged to `SIDE`.

    The stronger a place speaks, the more of its colour is laid over the scan.
    """
    grey, size = enlarged(scan), max(SIDE, len(scan))
    value = cv2.resize(strength(heat), (size, size), interpolation=cv2.INTER_CUBIC).clip(-1, 1)
    value = value[..., None]
    share = opacity * np.abs(value)
    colour = np.where(value > 0, FOR, AGAINST)
    return np.rint(grey * (1 - share) + colour * share).astype(np.uint8)


def enlarged(scan: np.ndarray) -> np.ndarray:
    """``(s, s, 3)`` uint8, as large as `painted` makes it."""
    size = max(SIDE, len(scan))
    large = cv2.resize(scan, (size, size), interpolation=cv2.INTER_CUBIC).reshape(size, size, -1)
    return np.repeat(large, 3, axis=2) if large.shape[2] == 1 else large


def scale(signed: bool) -> np.ndarray:
    """``(12, 240, 3)`` uint8: the colours from against (or nothing) to for, on mid-grey."""
    value = np.linspace(-1 if signed else 0, 1, 240)[None, :, None]
    colour = np.where(value > 0, FOR, AGAINST)
    bar = 128 * (1 - np.abs(value)) + colour * np.abs(value)
    return np.repeat(bar, 12, axis=0).astype(np.uint8)


def beside(scan: np.ndarray, heat: np.ndarray) -> Image.Image:
    """The scan and the painted scan side by side."""
    return Image.fromarray(np.concatenate([enlarged(scan), painted(scan, heat)], axis=1))
