"""Files of made pictures."""

import io
import struct
import zlib

import numpy as np
from PIL import Image

RAMP = np.arange(256, dtype=np.uint8).reshape(16, 16)


def saved(image: Image.Image | np.ndarray, kind: str = "PNG", **options: object) -> bytes:
    if isinstance(image, np.ndarray):
        image = Image.fromarray(image)
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
