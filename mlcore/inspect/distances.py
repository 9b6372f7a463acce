"""Distances between scans of an embedding."""

import numpy as np


def squared_distances(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """``(m, p)`` of ``(m, k)`` and ``(p, k)`` float32, at least 0.

    By the binomial formula as one matrix product; rounding leaves about 1e-6 between equal rows.
    """
    squares = one @ (-2 * other.T)
    squares += np.einsum("ik,ik->i", one, one)[:, None]
    squares += np.einsum("ik,ik->i", other, other)
    return np.maximum(squares, 0, out=squares)
