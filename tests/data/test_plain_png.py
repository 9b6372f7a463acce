"""Plain PNG files take a short way, and what comes out is what the long way gives, faults too."""

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from mlcore.data import images, plain_png
from mlcore.errors import ScanLabError

NOISE = np.random.default_rng(0).integers(0, 256, (33, 20), np.uint8)
RAMP = np.add.outer(np.arange(64), np.arange(64)).astype(np.uint8)


def png(picture: np.ndarray, **options: object) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(picture).save(buffer, "PNG", **options)
    return buffer.getvalue()


def told(raw: bytes) -> object:
    try:
        read = images.read(raw, "x.png")
    except ScanLabError as problem:
        return str(problem)
    return read.pixels.tolist(), read.warnings, read.mode, read.bits


@pytest.mark.parametrize("picture", [NOISE, RAMP, NOISE[:1, :1], np.zeros((9, 9), np.uint8)])
def test_a_plain_one_is_read_as_it_is(picture: np.ndarray):
    assert np.array_equal(plain_png.decode(png(picture)), picture)


def test_whatever_holds_more_goes_the_long_way():
    text = PngInfo()
    text.add_text("who", "Doe")
    others = [
        png(np.dstack([NOISE] * 3)),
        png(NOISE.astype(np.uint16) * 257),
        png(NOISE > 100),
        png(NOISE, pnginfo=text),
        png(NOISE, transparency=0),
        png(NOISE) + b"more",
        png(np.random.default_rng(0).integers(0, 256, (300, 300), np.uint8)),
    ]
    assert [plain_png.decode(raw) for raw in others] == [None] * len(others)


def test_a_damaged_one_is_refused_as_before(monkeypatch: pytest.MonkeyPatch):
    rng = np.random.default_rng(0)
    damaged = []
    for i in range(300):
        raw = bytearray(png((NOISE, RAMP)[i % 2]))
        raw[rng.integers(8, len(raw))] ^= 1 << rng.integers(8)
        damaged.append(bytes(mended(raw) if i % 3 else raw[: rng.integers(1, len(raw))]))
    quick = [told(raw) for raw in damaged]
    monkeypatch.setattr(plain_png, "decode", lambda _: None)
    assert quick == [told(raw) for raw in damaged]
    assert sum(isinstance(one, str) for one in quick) > 150


def mended(raw: bytearray) -> bytearray:
    """With right checksums, so that what is wrong lies deeper."""
    at = 8
    while at + 8 <= len(raw):
        (length,) = struct.unpack_from(">I", raw, at)
        if at + 12 + length > len(raw):
            break
        struct.pack_into(">I", raw, at + 8 + length, zlib.crc32(raw[at + 4 : at + 8 + length]))
        at += 12 + length
    return raw
