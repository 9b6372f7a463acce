"""What the answer loses when a part of the scan is covered. Works for every network."""

from collections.abc import Iterator, Sequence

import numpy as np

from mlcore.explain.network import Network

ACROSS = 8
"""Half windows that fit across a scan."""


def blank(scan: np.ndarray) -> np.ndarray:
    """``(channels,)``: the scan's mean grey, which a covered part is given."""
    return scan.reshape(-1, scan.shape[-1]).mean(axis=0)


def covered(scan: np.ndarray, masks: np.ndarray) -> np.ndarray:
    """``(n, side, side)`` from 0, covered, to 1, seen, to ``(n, side, side, channels)`` uint8."""
    fill = blank(scan).astype(np.float32)
    return np.rint(fill + (scan - fill) * masks[..., None]).astype(np.uint8)


def occlusion(network: Network, scan: np.ndarray, labels: Sequence[int], _: int) -> np.ndarray:
    """Zeiler and Fergus 2014, arXiv 1311.2901: a grey square slid over the scan, half of itself at
    a time. A pixel's value is the mean loss of log-odds over the squares that cover it; negative
    where the label gains when the pixel is gone.

    ``(side, side, channels)`` uint8 to ``(labels, side, side)`` float32.
    """
    squares = np.stack(list(_squares(len(scan))))
    answers = network.logits(np.concatenate([scan[None], covered(scan, 1 - squares)]))
    loss = (answers[0] - answers[1:])[:, list(labels)]
    heat = np.tensordot(loss.T, squares, 1)
    return (heat / squares.sum(axis=0)).astype(np.float32)


def _squares(side: int) -> Iterator[np.ndarray]:
    """Masks ``(side, side)`` float32, 1 in the square; every pixel lies in four of them."""
    step = max(1, side // ACROSS)
    for top in range(-step, side, step):
        for left in range(-step, side, step):
            mask = np.zeros((side, side), np.float32)
            mask[max(0, top) : top + 2 * step, max(0, left) : left + 2 * step] = 1
            yield mask
