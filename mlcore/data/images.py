"""Any image file to pixels, and pixels to the shape a data set or a model wants.

Decided by content, never by name: DICOM goes to `dicom`, NPY to `arrays`, the plainest PNG to
`plain_png`, all else to `raster`.
"""

from pathlib import Path

import numpy as np
from PIL import Image

from mlcore.data import arrays, plain_png, raster
from mlcore.data.quiet import QUIET
from mlcore.data.scan import MAX_PIXELS, Scan, is_grey, scan_of
from mlcore.data.skipped import UnreadableError

__all__ = ["MAX_PIXELS", "Scan", "UnreadableError", "read", "to_grey", "to_side"]

MAX_BYTES = 1 << 30
FIRST_GROUPS = (b"\x02\x00", b"\x08\x00")
"""The first tag's group in DICOM files that lack the 132 bytes before it."""


def read(source: bytes | Path, name: str | None = None) -> Scan:
    """Decode one picture strictly; ``name`` stands for it in errors (default: the file's name).

    Raises `UnreadableError`, a `ScanLabError`, where the file is missing, too large, cut short,
    damaged or not a picture.
    """
    if isinstance(source, Path):
        name = name or source.name
        source = _file_bytes(source, name)
    name = name or "the picture"
    if not source:
        raise UnreadableError(name, "the file is empty")
    is_dicom = _is_dicom(source)
    if not is_dicom and (values := plain_png.decode(source)) is not None:
        return scan_of(values, "L", 8)
    with QUIET:
        if is_dicom:
            from mlcore.data import dicom  # loads slower than a picture is read

            return dicom.decode(source, name)
        return (arrays if arrays.is_array(source) else raster).decode(source, name)


def to_grey(pixels: np.ndarray) -> np.ndarray:
    """``(h, w)`` of ``(h, w)`` or ``(h, w, 3)`` uint8: the common channel, else ITU-R 601 luma."""
    if pixels.ndim == 2:
        return pixels
    if pixels.shape[2] == 1 or is_grey(pixels):
        return pixels[..., 0]
    return np.asarray(Image.fromarray(pixels).convert("L"))


def to_side(pixels: np.ndarray, side: int, channels: int) -> np.ndarray:
    """Return ``(side, side, channels)`` uint8 of ``(h, w)`` or ``(h, w, 3)``; channels 1 or 3.

    Shrinking averages areas, enlarging is bicubic. A picture that is not square is stretched to
    the square: bars along two sides would tell a network which machine or hospital it came from,
    a crop would lose lung, and unequal scales are what augmentation teaches anyway.
    """
    if channels == 1 or (pixels.ndim == 3 and pixels.shape[2] == 1):
        pixels = to_grey(pixels)
    height, width = pixels.shape[:2]
    if (height, width) != (side, side):
        image = Image.fromarray(pixels)
        image = image.resize((min(width, side), min(height, side)), Image.Resampling.BOX)
        pixels = np.asarray(image.resize((side, side), Image.Resampling.BICUBIC))
    if pixels.ndim == 2:
        pixels = pixels[..., None]
        return pixels if channels == 1 else np.repeat(pixels, channels, axis=2)
    return pixels


def _file_bytes(path: Path, name: str) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise UnreadableError(name, "the file is larger than 1 GB")
        return path.read_bytes()
    except OSError as problem:
        raise UnreadableError(name, f"cannot be opened ({problem.strerror})") from problem


def _is_dicom(raw: bytes) -> bool:
    return raw[128:132] == b"DICM" or (raw[:2] in FIRST_GROUPS and raw[3:4] == b"\x00")
