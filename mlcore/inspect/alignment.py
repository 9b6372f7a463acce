"""Whether two scans are the same picture, whatever was done to brightness, contrast, position,
size, noise and compression.

Both are brought to `SIDE` pixels and smoothed, which takes noise and compression away. Then the one
is explained by the other: its grey values and their squares (another brightness, contrast or
gamma), its slopes (a shift by parts of a pixel) and its slopes times the distance from the middle
(another size), fitted by least squares. That is the tangent distance of Simard et al. ("Efficient
pattern recognition using a new transformation distance", 1993). What remains unexplained is set
against the shapes the scan has.
"""

import cv2
import numpy as np

from mlcore.data.selected import Pixels
from mlcore.inspect import chunks

SIDE = 32
SMOOTH, COARSE = 1.2, 3.0
"""Pixels: noise and compression are finer than the first, shapes lie between the two."""
FAINT = 0.5
"""Grey levels: a scan with weaker shapes shows nothing that could be compared."""
AT_ONCE = 64
STEPS = [(down, right) for down in (-1, 0, 1) for right in (-1, 0, 1)]
"""Whole pixels tried first: two pixels of a scan of 64."""
MARGIN = 2
ROOM = SIDE - 2 * MARGIN
FROM_MIDDLE = np.linspace(-1, 1, ROOM, dtype=np.float32)
LEAST = 1e-6
HALFWAY = 128
"""Grey levels; keeps squares as large as what they are squares of."""


def unlikeness(pixels: Pixels, pairs: np.ndarray) -> np.ndarray:
    """``(p,)``: what the second scan of each pair, ``(p, 2)``, leaves unexplained of the first, as
    a share of its shapes.

    0 for copies, up to 0.1 for noisy, compressed or cropped ones, 0.11 to 0.2 for two photographs
    of one eye, 0.16 and more for scans of different people, 1 where nothing is shared.
    """
    found = [np.empty(0)]
    for start in range(0, len(pairs), AT_ONCE):
        rows, where = np.unique(pairs[start : start + AT_ONCE], return_inverse=True)
        scans = reduced(chunks.read(pixels, rows))
        one, other = where.reshape(-1, 2).T
        found.append(_unexplained(scans[one], scans[other]) / _shapes(scans)[one])
    return np.minimum(np.concatenate(found), 1)


def reduced(scans: np.ndarray) -> np.ndarray:
    """``(m, SIDE, SIDE)`` float32 smoothed brightness of ``(m, side, side, channels)`` uint8."""
    way = cv2.INTER_AREA if scans.shape[1] >= SIDE else cv2.INTER_LINEAR
    small = np.empty((len(scans), SIDE, SIDE), np.float32)
    for picture, scan in zip(small, scans, strict=True):
        grey = scan[..., 0] if scan.shape[2] == 1 else cv2.cvtColor(scan, cv2.COLOR_RGB2GRAY)
        grey = cv2.resize(grey.astype(np.float32), (SIDE, SIDE), interpolation=way)
        cv2.GaussianBlur(grey, (0, 0), SMOOTH, dst=picture)
    return small


def _shapes(scans: np.ndarray) -> np.ndarray:
    """``(m,)`` grey levels by which reduced scans differ from their own surroundings; infinitely
    small ones count as what nothing explains."""
    around = np.stack([cv2.GaussianBlur(scan, (0, 0), COARSE) for scan in scans])
    seen = np.abs(scans - around)[:, MARGIN:-MARGIN, MARGIN:-MARGIN].mean(axis=(1, 2))
    return np.where(seen < FAINT, LEAST, seen)


def _unexplained(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """``(p,)`` grey levels, of ``(p, SIDE, SIDE)`` reduced scans."""
    wanted = _centred(_middle(one, 0, 0))
    grey, down, right = _at_best_step(wanted, np.stack([other, *np.gradient(other, axis=(1, 2))]))
    larger = FROM_MIDDLE[:, None] * down + FROM_MIDDLE * right
    bend = _centred(grey) ** 2 / HALFWAY
    terms = np.stack([_centred(term) for term in (grey, bend, down, right, larger)], axis=1)
    terms = terms.reshape(*terms.shape[:2], -1)
    target = wanted.reshape(len(one), -1, 1)
    products = terms @ terms.transpose(0, 2, 1)
    scale = np.trace(products, axis1=1, axis2=2)[:, None, None]
    ridge = LEAST * (scale + LEAST) * np.eye(terms.shape[1])
    share = np.linalg.solve(products + ridge, terms @ target)
    return np.abs(target - terms.transpose(0, 2, 1) @ share).mean(axis=(1, 2))


def _at_best_step(wanted: np.ndarray, others: np.ndarray) -> np.ndarray:
    """``(3, p, ROOM, ROOM)``: ``(3, p, SIDE, SIDE)`` grey values and slopes, seen where the grey
    values correlate most with the wanted ones."""
    match = np.empty((len(STEPS), len(wanted)))
    for row, step in zip(match, STEPS, strict=True):
        moved = _centred(_middle(others[0], *step))
        strength = np.sqrt(np.einsum("pij,pij->p", moved, moved))
        row[:] = np.einsum("pij,pij->p", wanted, moved) / np.maximum(strength, LEAST)
    best = match.argmax(axis=0)
    found = np.empty((3, *wanted.shape), np.float32)
    for number in np.unique(best):
        found[:, best == number] = _middle(others[:, best == number], *STEPS[number])
    return found


def _middle(scans: np.ndarray, down: int, right: int) -> np.ndarray:
    """``(…, ROOM, ROOM)`` of ``(…, SIDE, SIDE)``, some steps down and right."""
    top, left = MARGIN + down, MARGIN + right
    return scans[..., top : top + ROOM, left : left + ROOM]


def _centred(scans: np.ndarray) -> np.ndarray:
    return scans - scans.mean(axis=(1, 2), keepdims=True)
