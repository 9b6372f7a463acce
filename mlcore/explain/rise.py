"""RISE: how the answer goes with what is seen through many random masks. For every network."""

from collections.abc import Sequence

import cv2
import numpy as np

from mlcore.explain.network import Network
from mlcore.explain.occlusion import covered

PAIRS = 96
"""Masks, each asked about together with its opposite, which halves the chance in the map."""
CELLS = 8
"""Cells a side that are seen or covered by chance."""


def rise(network: Network, scan: np.ndarray, labels: Sequence[int], seed: int) -> np.ndarray:
    """Petsiuk, Das and Saenko 2018, arXiv 1806.07421, on log-odds and about their mean: by how
    much the label's log-odds rise with a pixel's being seen.

    The paper's map is ``E[answer | pixel seen]`` and never negative; the slope of the answer on
    the mask says the same with a 0 that means something. ``(labels, side, side)`` float32.
    """
    masks = _masks(len(scan), np.random.default_rng(seed))
    answers = network.logits(covered(scan, masks))[:, list(labels)]
    away = masks - masks.mean(axis=0)
    together = np.tensordot((answers - answers.mean(axis=0)).T, away, 1)
    return (together / ((away**2).sum(axis=0) + 1e-6)).astype(np.float32)


def _masks(side: int, rng: np.random.Generator) -> np.ndarray:
    """``(2 PAIRS, side, side)`` float32 from 0 to 1: coarse chance, enlarged and shifted."""
    cell = -(-side // CELLS)
    coarse = rng.integers(0, 2, (PAIRS, CELLS + 1, CELLS + 1)).astype(np.float32)
    shifts = rng.integers(0, cell, (PAIRS, 2))
    large = (cell * (CELLS + 1),) * 2
    found = np.stack(
        [
            cv2.resize(each, large, interpolation=cv2.INTER_LINEAR)[y : y + side, x : x + side]
            for each, (y, x) in zip(coarse, shifts, strict=True)
        ]
    )
    return np.concatenate([found, 1 - found])
