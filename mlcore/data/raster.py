"""PNG, JPEG, TIFF, BMP, GIF, WebP, JPEG 2000 and PGM to a `Scan`, through Pillow."""

import io
import struct
import zlib

import numpy as np
from PIL import ExifTags, Image, ImageChops, ImageOps, UnidentifiedImageError

from mlcore.data.scan import MAX_PIXELS, TOO_LARGE, Scan, scan_of
from mlcore.data.skipped import UnreadableError

FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP", "JPEG2000", "PPM")
"""What Pillow may try; the rest of its list is never a scan, and some of it runs other programs."""

BITS = {"1": 1, "I;16": 16, "I;16L": 16, "I;16B": 16, "I": 32, "F": 32}
DEEP = tuple(mode for mode, bits in BITS.items() if bits > 8)

FIRST_FRAME = "several frames, only the first is used"
ON_BLACK = "partly transparent, shown on black"
UPPER_BITS = "colours of 16 bits, only their upper 8 are used"

DAMAGED = "the picture is damaged"
REASONS = {
    "truncated": "the picture is cut short",
    "checksum": "the picture is damaged (a checksum is wrong)",
    "too large": "the picture carries a text or profile that unpacks to an enormous size",
    "memory": "the picture does not fit into memory",
}
"""What to say of a word in a decoder's own message."""

WHITE_IS_ZERO = 0
"""TIFF's PhotometricInterpretation of a negative."""


def decode(raw: bytes, name: str) -> Scan:
    """Decode the bytes of one picture; `UnreadableError` if a single one of them is wrong."""
    try:
        with _open(raw, name) as image:
            if image.format == "PNG":
                _check_png(raw)
            return _scan(image)
    except UnreadableError:
        raise
    except Exception as problem:  # a decoder may fail in any way on bytes from outside
        said = str(problem).lower()
        reason = next((text for word, text in REASONS.items() if word in said), DAMAGED)
        raise UnreadableError(name, f"{reason}; fetch or save it again") from problem


def _open(raw: bytes, name: str) -> Image.Image:
    try:
        image = Image.open(io.BytesIO(raw), formats=FORMATS)
    except UnidentifiedImageError as problem:
        raise UnreadableError(
            name,
            "not a picture, or its header is damaged; expected PNG, JPEG, TIFF, BMP, GIF, WebP, "
            "JPEG 2000, PGM, DICOM or NPY",
        ) from problem
    except Image.DecompressionBombError as problem:
        raise UnreadableError(name, TOO_LARGE) from problem
    if image.width * image.height > MAX_PIXELS:
        raise UnreadableError(name, TOO_LARGE)
    return image


def _check_png(raw: bytes) -> None:
    """Compare every chunk's CRC-32, as Pillow does in ``verify`` only, for which it opens twice."""
    at, kind = 8, b""
    while kind != b"IEND":
        try:
            length, kind = struct.unpack_from(">I4s", raw, at)
            (expected,) = struct.unpack_from(">I", raw, at + 8 + length)
        except struct.error as problem:
            raise ValueError("truncated") from problem
        if zlib.crc32(memoryview(raw)[at + 4 : at + 8 + length]) != expected:
            raise ValueError(f"wrong checksum in {kind!r}")
        at += 12 + length


def _scan(image: Image.Image) -> Scan:
    mode = image.mode
    stored = str(image.tile[0].args) if image.tile else ""  # Pillow's name of the raw pixels
    deep_colour = ";16" in stored and mode not in DEEP
    warnings = [FIRST_FRAME] if getattr(image, "is_animated", False) else []
    warnings += [UPPER_BITS] if deep_colour else []
    negative = (  # Pillow turns such TIFF files by itself up to 8 bits only
        image.format == "TIFF"
        and mode in DEEP
        and image.tag_v2.get(ExifTags.Base.PhotometricInterpretation) == WHITE_IS_ZERO
    )
    image.load()
    if image.format == "JPEG" and mode == "CMYK" and "adobe" not in image.info:
        image = ImageChops.invert(image)  # undo what Pillow does to all, but is right for Adobe's
    values, composited = _values(_upright(image))
    warnings += [ON_BLACK] if composited else []
    return scan_of(values, mode, 16 if deep_colour else BITS.get(mode, 8), warnings, negative)


def _upright(image: Image.Image) -> Image.Image:
    if image.format == "PNG" and not image.info:
        return image  # nothing was said beside the pixels; asking takes as long as decoding
    try:
        turned = image.getexif().get(ExifTags.Base.Orientation, 1) != 1
    except Exception:  # a broken EXIF part says nothing about the pixels, which are whole
        return image
    return ImageOps.exif_transpose(image) if turned else image


def _values(image: Image.Image) -> tuple[np.ndarray, bool]:
    """The values as ``(h, w)`` or ``(h, w, 3)``, and whether transparency was replaced."""
    if image.mode in DEEP:
        return np.asarray(image), False
    if image.has_transparency_data:
        return _on_black(np.asarray(image.convert("RGBA")))
    if image.mode in ("1", "L"):
        return np.asarray(image), False
    return np.asarray(image.convert("RGB")), False


def _on_black(pixels: np.ndarray) -> tuple[np.ndarray, bool]:
    """Put ``(h, w, 4)`` on black, the ground of scans; the same alpha everywhere means nothing."""
    colours, alpha = pixels[..., :3], pixels[..., 3:]
    if alpha.min() == alpha.max():
        return colours, False
    return ((colours.astype(np.uint16) * alpha + 127) // 255).astype(np.uint8), True
