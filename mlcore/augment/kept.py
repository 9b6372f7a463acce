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
    Gaussians (D. Marr, E. Hildreth, Theory of edge detection, 1980), and multiplies by two
    shares: how much of it arrives at the pixels that show the part, by sending the scan through the
    recipe with and without its structure; and S / (S + N) as in Wiener's filter, where S is the
    variance of that and N the variance of noise that the recipe adds.
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
    lit = _grey(pixels) >= BACKGROUND
    fine, coarse = (_blurred(pixels, lit, width) for width in (FINE, COARSE))
    there = _sums(np.abs(_grey(fine) - _grey(coarse)), part)
    if not there.any():
        return float(trace.seen.mean())
    with_it, without = (_grey(stream.apply(recipe, each, seed).pixels) for each in (fine, coarse))
    shown = trace.part >= 0
    arrived = np.abs(with_it - without)[shown]
    usual = there / np.maximum(traced.sizes(part), 1)
    expected = usual[trace.part[shown]].sum()
    if not expected or not arrived.any():
        return 0.0
    signal = float((arrived**2).mean())
    passed = min(1.0, float(arrived.sum() / expected)) * signal / (signal + trace.noise)
    return float(there @ trace.seen / there.sum()) * passed


def _sums(values: np.ndarray, part: np.ndarray) -> np.ndarray:
    return np.bincount(part.ravel(), values.ravel(), minlength=traced.GRID**2)


def _grey(pixels: np.ndarray) -> np.ndarray:
    return pixels.mean(axis=2)


def _blurred(pixels: np.ndarray, lit: np.ndarray, width: float) -> np.ndarray:
    """The lit pixels as means of lit pixels only, so that the outline of a body is no structure."""
    sigma = width * max(pixels.shape[:2])
    weight = cv2.GaussianBlur(lit.astype(np.float32), (0, 0), sigma)[..., None]
    sums = cv2.GaussianBlur(pixels * np.float32(lit[..., None]), (0, 0), sigma)
    means = sums.reshape(pixels.shape) / np.maximum(weight, 1e-6)
    return np.where(lit[..., None], means.round(), pixels).astype(np.uint8)
