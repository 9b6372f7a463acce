"""Numbers of any type and range to 8-bit levels: rescaled, never clipped.

| values                      | what becomes white (255)                                         |
|-----------------------------|------------------------------------------------------------------|
| booleans                    | true                                                             |
| 8-bit                       | 255: nothing changes                                             |
| whole numbers up to 65,535  | the full scale of the smallest of 8, 10, 12, 14, 16 bits that    |
|                             | holds the largest value                                          |
| fractions within 0..1       | 1                                                                |
| anything else               | the largest value, and the smallest becomes black                |

Detectors have 10, 12 or 14 bits but files only 8 or 16: divided by 65,535 a 12-bit scan would be
nearly black, and stretched by its own extremes each scan would get a contrast of its own.
"""

import numpy as np

FULL_SCALES = tuple(2**bits - 1 for bits in (8, 10, 12, 14, 16))

RESCALED = "more than 8 bits a pixel, rescaled to 8"
STRETCHED = "no known scale, stretched from its smallest to its largest value"
NOT_FINITE = "some values were not numbers or infinite, replaced by the smallest or largest"


def full_scale(largest: float) -> int:
    """The largest value of the narrowest detector that can give ``largest`` (at most 65,535)."""
    return next(scale for scale in FULL_SCALES if largest <= scale)


def to_eight_bits(values: np.ndarray) -> tuple[np.ndarray, tuple[str, ...]]:
    """Return ``values`` as uint8 of the same shape, and warnings about what that took.

    Raises ValueError where not one value is a number.
    """
    if values.dtype == np.uint8:
        return values, ()
    if values.dtype == bool:
        return values.astype(np.uint8) * np.uint8(255), ()
    values, warnings = _finite(values)
    low, high = values.min(), values.max()
    if values.dtype.kind == "f" and low >= 0 and high <= 1:
        return rescaled(values, 0, 1), warnings
    whole = values.dtype.kind in "iu" or bool((values == np.rint(values)).all())
    if whole and low >= 0 and high <= FULL_SCALES[-1]:
        scale = full_scale(high)
        return rescaled(values, 0, scale), warnings + (RESCALED,) * (scale > 255)
    return rescaled(values, low, high), (*warnings, STRETCHED)


def rescaled(values: np.ndarray, low: float, high: float) -> np.ndarray:
    """Map ``low..high`` linearly to 0..255, rounded; equal ends give black."""
    if high == low:
        return np.zeros(values.shape, np.uint8)
    if values.dtype == np.uint16:  # a table of all values takes an eighth of the memory
        return rescaled(np.arange(2**16, dtype=np.float64), low, high)[values]
    levels = values.astype(np.float64)
    levels -= low
    levels *= 255 / (float(high) - float(low))
    np.rint(levels, out=levels)
    return np.clip(levels, 0, 255, out=levels).astype(np.uint8)


def _finite(values: np.ndarray) -> tuple[np.ndarray, tuple[str, ...]]:
    if values.dtype.kind != "f":
        return values, ()
    finite = np.isfinite(values)
    if finite.all():
        return values, ()
    if not finite.any():
        raise ValueError("none of its values is a number")
    low, high = values[finite].min(), values[finite].max()
    return np.nan_to_num(values, nan=low, neginf=low, posinf=high), (NOT_FINITE,)
