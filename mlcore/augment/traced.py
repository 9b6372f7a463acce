"""Where each part of a scan is in its variant, if it is there at all.

Stripes are sent through the recipe with the variant's own seed, and each pixel of what comes out
tells by its stripes which part of the scan it shows, as a structured-light scanner reads the place
of a point from the stripes that fall on it. So a scan that is turned, mirrored or moved has lost
nothing but what left the frame, and what a mirrored border shows twice counts once. Source of the
stripes: J. Salvi, J. Pagès, J. Batlle, Pattern codification strategies in structured light systems,
Pattern Recognition 37 (2004), section 2.2: Gray code, neighbours differ in one stripe only.
"""

from typing import NamedTuple

import cv2
import numpy as np

from mlcore.augment import stream
from mlcore.augment.recipe import Recipe

BITS = 4
GRID = 2**BITS
"""Parts along each side; the finest stripes are two parts wide, so a blur leaves them readable."""
FAINTEST = 64
"""Grey levels that must lie between what white and black become, or the pixel shows nothing."""


class Traced(NamedTuple):
    part: np.ndarray
    """``(h, w)`` int: the part of the scan that a pixel of the variant shows, -1 for none."""
    seen: np.ndarray
    """``(GRID * GRID,)`` float: the share of each part of the scan that the variant shows."""
    flat: np.ndarray
    """``(h, w)`` float: what the recipe makes of a plain middle grey."""


def trace(recipe: Recipe, shape: tuple[int, int, int], seed: int) -> Traced:
    """Follow the parts of a scan ``(h, w, c)`` into the variant that ``seed`` makes of it."""

    def changed(picture: np.ndarray) -> np.ndarray:
        full = np.repeat(picture[..., None], shape[2], axis=2)
        return stream.apply(recipe, full, seed).pixels.mean(axis=2)

    height, width = shape[:2]
    black, flat, white = (
        changed(np.full((height, width), level, np.uint8)) for level in (0, 128, 255)
    )
    shown = np.abs(white - black) >= FAINTEST
    rows, columns = (
        _read([changed(picture) for picture in stripes], black, white)
        for stripes in (_stripes(height, width), [each.T for each in _stripes(width, height)])
    )
    part = np.where(shown, rows * GRID + columns, -1)
    return Traced(part, _seen(part), flat)


def parts(height: int, width: int) -> np.ndarray:
    """``(h, w)`` int: the part that each pixel of a scan belongs to."""
    rows, columns = (np.arange(side) * GRID // side for side in (height, width))
    return rows[:, None] * GRID + columns


def sizes(part: np.ndarray) -> np.ndarray:
    """``(GRID * GRID,)``: pixels of each part; those that show none are left out."""
    return np.bincount(part[part >= 0], minlength=GRID * GRID)


def _stripes(height: int, width: int) -> list[np.ndarray]:
    """A picture ``(h, w)`` for each bit of the Gray code of a row's part, the coarsest first."""
    place = np.arange(height) * GRID // height
    code = place ^ (place >> 1)
    bits = [(code >> bit) & 1 for bit in reversed(range(BITS))]
    return [np.repeat((255 * bit).astype(np.uint8)[:, None], width, axis=1) for bit in bits]


def _read(stripes: list[np.ndarray], black: np.ndarray, white: np.ndarray) -> np.ndarray:
    """The part along one side from the stripes of each pixel."""
    bit = np.zeros(black.shape, int)
    place = np.zeros(black.shape, int)
    for picture in stripes:
        bit ^= np.abs(picture - white) < np.abs(picture - black)
        place = 2 * place + bit
    return place


def _seen(part: np.ndarray) -> np.ndarray:
    whole = sizes(parts(*part.shape))
    share = np.divide(sizes(part), whole, out=np.zeros(len(whole)), where=whole > 0)
    if not share.any():
        return share
    # A part is a few pixels wide, so its share jumps by whole pixels; the mean with its neighbours
    # does not. What is shown again in a mirror is capped first, or it would fill gaps beside it.
    capped = np.minimum(share, 1.5 * np.median(share[share > 0])).reshape(GRID, GRID)
    even = cv2.blur(capped, (3, 3), borderType=cv2.BORDER_REPLICATE)
    # In a scan made larger or smaller, all of a part is what parts in the midst of others measure,
    # but for those that a mirror shows twice.
    there = (capped > 0).astype(np.uint8)
    box = np.ones((3, 3), np.uint8)
    midst = cv2.erode(there, box, borderType=cv2.BORDER_CONSTANT, borderValue=0) > 0
    inner = capped[midst] if midst.any() else share[share > 0]
    usual = inner[inner <= 1.6 * np.quantile(inner, 0.1)].mean()
    return np.minimum(even / usual, 1).ravel() * _unbroken(part >= 0)


def _unbroken(shown: np.ndarray) -> float:
    """The share of pixels without the single ones that salt and pepper, say, have taken out."""
    framed = np.pad(shown.astype(np.uint8), 2)
    closed = cv2.morphologyEx(framed, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    return float(shown.sum() / closed.sum())
