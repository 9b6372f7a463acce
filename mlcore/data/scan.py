"""One picture as every other part sees it: 8-bit pixels, their origin, and what was odd."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from mlcore.data import levels

MAX_PIXELS = 100_000_000
"""Rows times columns; a film scanned at full resolution has about 25 million."""

TOO_LARGE = f"more than {MAX_PIXELS // 1_000_000} million pixels; scale it down first"

ALL_BLACK = "entirely black"
CONSTANT = "one single value everywhere"
TINY = "less than 8 pixels a side"


@dataclass(frozen=True)
class Scan:
    """Pixels in the size of their file, upright."""

    pixels: np.ndarray
    """uint8, ``(h, w)`` grey or ``(h, w, 3)`` red, green, blue; three equal channels are grey."""
    warnings: tuple[str, ...]
    """What a person should know; the same words for every file, so that they can be counted."""
    mode: str
    """The file's kind of pixels, as Pillow (``I;16``) or DICOM (``MONOCHROME1``) calls it."""
    bits: int
    """Bits per value in the file."""

    @property
    def height(self) -> int:
        return self.pixels.shape[0]

    @property
    def width(self) -> int:
        return self.pixels.shape[1]


def scan_of(
    values: np.ndarray, mode: str, bits: int, warnings: Iterable[str] = (), negative: bool = False
) -> Scan:
    """Make a scan of decoded ``values``, ``(h, w)`` or ``(h, w, 3)`` of any number type.

    ``negative``: the file means 0 as white.
    """
    pixels, scaling = levels.to_eight_bits(values)
    if negative:
        pixels = 255 - pixels
    if pixels.ndim == 3 and is_grey(pixels):
        pixels = pixels[..., 0]
    pixels = np.ascontiguousarray(pixels)
    return Scan(pixels, (*warnings, *scaling, *_oddities(pixels)), mode, bits)


def is_grey(pixels: np.ndarray) -> bool:
    """Whether the three channels of ``(h, w, 3)`` are equal everywhere."""
    red, green, blue = np.moveaxis(pixels, -1, 0)
    return np.array_equal(red, green) and np.array_equal(green, blue)


def _oddities(pixels: np.ndarray) -> tuple[str, ...]:
    height, width = pixels.shape[:2]
    # Of nearly all scans two pixels tell already.
    constant = bool((pixels[0, 0] == pixels[height // 2, width // 2]).all())
    constant = constant and bool((pixels == pixels[:1, :1]).all())
    black = constant and not pixels[0, 0].any()
    found = {
        ALL_BLACK: black,
        CONSTANT: constant and not black,
        TINY: min(height, width) < 8,
    }
    return tuple(text for text, is_so in found.items() if is_so)
