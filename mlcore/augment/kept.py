"""How much of one scan is left in one variant of it."""

from typing import NamedTuple

import cv2
import numpy as np

from mlcore.augment import stream, traced
from mlcore.augment.recipe import Recipe

BACKGROUND = 8
"""Grey values below this show nothing."""
FINE, COARSE = 1 / 64, 1 / 16
"""Structure is what lies between two Gaussian blurs of these widths, as shares of the scan's side:
finer is the grain of the detector, coarser is light and shade."""


class Kept(NamedTuple):
    lit: float
    """Share of the scan's pixels that are not background and that the variant shows, 0 to 1."""
    structure: float
    """Share of the scan's structure that arrives in the variant, 0 to 1."""
    distance: float
    """Mean absolute difference of a pixel, 0 to 255; also grows when a scan is only moved."""
    pixels: np.ndarray
    """``(h, w, c)`` uint8: the variant."""


def is_black(pixels: np.ndarray) -> bool:
    """Whether a scan ``(h, w, c)`` shows nothing at all."""
    return not (_grey(pixels) >= BACKGROUND).any()


def measure(recipe: Recipe, pixels: np.ndarray, seed: int) -> Kept:
    """What the variant of ``seed`` keeps of a scan ``(h, w, c)`` uint8 that is not black.

    ``lit`` sums the lit pixels of each part of the scan, times the share of the part that is seen
    (`traced`). ``structure`` does the same with the structure of each part, a difference of
    Gaussians (D. Marr, E. Hildreth, Theory of edge detection, 1980), and multiplies by two shares:
    how much of it arrives at the pixels that show the part, which is told by sending the scan
    through the recipe with its structure and with the opposite; and S / (S + N) as in Wiener's
    filter, where S is the power of that and N the power of what the recipe adds by itself.
    """
    variant = stream.apply(recipe, pixels, seed).pixels
    trace = traced.trace(recipe, pixels.shape, seed)
    part = traced.parts(*pixels.shape[:2])
    lit = _sums((_grey(pixels) >= BACKGROUND).astype(float), part)
    return Kept(
        float(lit @ trace.seen / lit.sum()),
        _structure(recipe, pixels, seed, trace, part),
        float(np.abs(variant.astype(np.int16) - pixels).mean()),
        variant,
    )


def _structure(
    recipe: Recipe, pixels: np.ndarray, seed: int, trace: traced.Traced, part: np.ndarray
) -> float:
    pictures = _with_and_without(pixels)
    structure, rounding = _halves(*pictures)
    there = _sums(structure, part)
    if not there.any():
        return float(trace.seen.mean())
    shown = trace.part >= 0
    odd, even = _halves(*(stream.apply(recipe, each, seed).pixels for each in pictures))
    expected = (there / np.maximum(traced.sizes(part), 1))[trace.part[shown]].sum()
    if not expected or not odd[shown].any():
        return 0.0
    signal = (odd[shown] ** 2).mean()
    distortion = max(0.0, (even[shown] ** 2).mean() - (rounding**2).mean())
    noise = distortion + _noise(trace.flat, shown)
    passed = min(1.0, odd[shown].sum() / expected) * signal / (signal + noise)
    return float(there @ trace.seen / there.sum() * passed)


def _with_and_without(pixels: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The scan with its structure, without it, and with its structure turned into its opposite.

    Means are of lit pixels only, so that the outline of a body is no structure.
    """
    lit = (_grey(pixels) >= BACKGROUND).astype(np.float32)[..., None]
    fine, coarse = (
        _blurred(pixels * lit, width) / np.maximum(_blurred(lit, width), 1e-6)
        for width in (FINE, COARSE)
    )
    return tuple(
        np.where(lit > 0, each.round().clip(0, 255), pixels).astype(np.uint8)
        for each in (fine, coarse, 2 * coarse - fine)
    )


def _halves(
    with_it: np.ndarray, without: np.ndarray, opposite: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """``(h, w)`` each: what turns over with the structure, and what it brings about either way.

    The first is the structure; the second is 0 unless the recipe distorts, as JPEG does.
    """
    first, middle, last = _grey(with_it), _grey(without), _grey(opposite)
    return np.abs(first - last) / 2, (first + last) / 2 - middle


def _noise(flat: np.ndarray, shown: np.ndarray) -> float:
    """Variance that the recipe puts on a plain grey, in the band of structure.

    By the median deviation: the soft edge of a black square is no noise.
    """
    values = cv2.GaussianBlur(flat, (0, 0), FINE * max(flat.shape))[shown]
    return float((1.4826 * np.median(np.abs(values - np.median(values)))) ** 2)


def _sums(values: np.ndarray, part: np.ndarray) -> np.ndarray:
    return np.bincount(part.ravel(), values.ravel(), minlength=traced.GRID**2)


def _grey(pixels: np.ndarray) -> np.ndarray:
    return pixels.mean(axis=2)


def _blurred(values: np.ndarray, width: float) -> np.ndarray:
    return cv2.GaussianBlur(values, (0, 0), width * max(values.shape[:2])).reshape(values.shape)
