"""How bright scans are and how their grey values are spread, from the histogram of each."""

import cv2
import numpy as np

LEVELS = 256
VALUES = np.arange(LEVELS, dtype=np.float32)


def histograms(grey: np.ndarray) -> np.ndarray:
    """``(m, 256)`` float32 counts of the grey values of ``(m, side, side)`` uint8."""
    counts = np.empty((len(grey), LEVELS), np.float32)
    for row, scan in zip(counts, grey, strict=True):
        row[:] = cv2.calcHist([scan], [0], None, [LEVELS], [0, LEVELS]).ravel()
    return counts


def tone(counts: np.ndarray) -> dict[str, np.ndarray]:
    """``(m,)`` float32 each, in grey levels or as a share of the pixels."""
    pixels = counts[0].sum()
    mean = counts @ VALUES / pixels
    square = counts @ VALUES**2 / pixels
    up_to = counts.cumsum(axis=1)
    return {
        "brightness": mean,
        "spread": np.sqrt(np.maximum(square - mean**2, 0)),
        "dark_end": _quantile(up_to, 0.05 * pixels),
        "bright_end": _quantile(up_to, 0.99 * pixels),
        "contrast": _quantile(up_to, 0.99 * pixels) - _quantile(up_to, 0.01 * pixels),
        "lit": 1 - counts[:, 0] / pixels,
        "commonest": counts.max(axis=1) / pixels,
        "levels": np.count_nonzero(counts, axis=1).astype(np.float32),
    }


def _quantile(up_to: np.ndarray, wanted: float) -> np.ndarray:
    """The grey value below or at which ``wanted`` pixels lie."""
    return (up_to < wanted).sum(axis=1, dtype=np.float32)
