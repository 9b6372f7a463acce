"""The commonest file of all, a small 8-bit grey PNG with nothing in it but pixels, read quickly.

Pillow takes longer to find out what a file is than to decode one so small. Here the chunks and
their checksums are looked at once, and Pillow's decoder is given the pixels directly. Whatever else
a file is or holds, or is wrong with it, is left to `raster`, which knows what to make or say of it.
"""

import struct
import zlib

import numpy as np
from PIL import Image

MAX_BYTES = 1 << 15
"""Above, decoding takes so long that nothing is gained."""
MAX_PIXELS = 1 << 20

BEGIN = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
GREY = b"\x08\0\0\0\0"
"""Eight bits, grey, packed and filtered in the only ways there are, not interlaced."""


def decode(raw: bytes) -> np.ndarray | None:
    """``(h, w)`` uint8, or None where ``raw`` is not exactly that, or damaged."""
    if len(raw) > MAX_BYTES or not raw.startswith(BEGIN) or raw[24:29] != GREY:
        return None
    try:
        packed = _packed(raw)
        width, height = struct.unpack_from(">II", raw, 16)
        if packed is None or not 0 < width * height <= MAX_PIXELS:
            return None
        return np.asarray(Image.frombytes("L", (width, height), packed, "zip", "L"))
    except Exception:  # a decoder may fail in any way on bytes from outside; the long way will tell
        return None


def _packed(raw: bytes) -> bytes | None:
    """What the chunks of pixels hold; None where there are others, or one is wrong."""
    view, at, parts = memoryview(raw), 8, []
    while True:
        length, kind = struct.unpack_from(">I4s", raw, at)
        end = at + 8 + length
        (expected,) = struct.unpack_from(">I", raw, end)
        if zlib.crc32(view[at + 4 : end]) != expected:
            return None
        if kind == b"IDAT":
            parts.append(view[at + 8 : end])
        elif kind == b"IEND":
            return b"".join(parts) if length == 0 and end + 4 == len(raw) else None
        elif at != 8:
            return None
        at = end + 4
