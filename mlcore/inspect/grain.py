"""How scans differ from pixel to pixel: fine detail and noise."""

import cv2
import numpy as np

RINGING = np.array([1, -2, 1], np.float32)
"""Along rows and columns: what is left when a smooth surface is taken away."""


def grain(grey: np.ndarray, spread: np.ndarray) -> dict[str, np.ndarray]:
    """``(m,)`` float32 each of ``(m, side, side)`` uint8, side 3 or more; ``spread``: ``(m,)``.

    ``sharpness``: variance of the Laplacian (Pech-Pacheco et al., "Diatom autofocusing in
    brightfield microscopy", 2000) as a multiple of the scan's own variance, so that it does not
    depend on contrast. ``noise``: standard deviation in grey levels (Immerkær, "Fast noise
    variance estimation", 1996).
    """
    m, side, _ = grey.shape
    tall = np.ascontiguousarray(grey).reshape(m * side, side)
    edges = _inner(cv2.Laplacian(tall, cv2.CV_16S), m)
    rough = _inner(cv2.sepFilter2D(tall, cv2.CV_16S, RINGING, RINGING), m)
    detail = np.array([cv2.meanStdDev(scan)[1].item() for scan in edges], np.float32)
    total = np.array([cv2.norm(scan, cv2.NORM_L1) for scan in rough], np.float32)
    flat = spread == 0
    return {
        "sharpness": np.where(flat, 0, detail / np.where(flat, 1, spread)) ** 2,
        "noise": total * np.float32(np.sqrt(np.pi / 2) / 6 / (side - 2) ** 2),
    }


def _inner(tall: np.ndarray, m: int) -> np.ndarray:
    """``(m, side - 2, side - 2)``: without the border, where neighbours are another scan's."""
    return tall.reshape(m, -1, tall.shape[1])[:, 1:-1, 1:-1]
