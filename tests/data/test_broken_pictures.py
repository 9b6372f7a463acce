"""A picture that cannot be read is refused in one sentence, and nothing else is said."""

import struct
import threading
import warnings
import zlib

import numpy as np
import pytest
from PIL import ImageFile

from mlcore.data import images
from mlcore.data.quiet import QUIET
from mlcore.errors import ScanLabError
from tests.data.pictures import RAMP, chunk, saved


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP", "JPEG2000"])
@pytest.mark.parametrize("part", [0.02, 0.3, 0.6, 0.9])
def test_a_picture_cut_short_is_refused_by_its_name(kind: str, part: float) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (64, 64), np.uint8)
    raw = saved(noise, kind)
    with pytest.raises(ScanLabError, match=r"^scan 7\.x: [^\n]+$"):
        images.read(raw[: int(part * len(raw))], "scan 7.x")


@pytest.mark.parametrize("at", [20, 45, -20, -6])
def test_one_wrong_byte_in_a_png_is_refused(at: int) -> None:
    raw = bytearray(saved(RAMP))
    raw[at] ^= 0x55
    with pytest.raises(ScanLabError, match=r"^wrong\.png: "):
        images.read(bytes(raw), "wrong.png")


@pytest.mark.parametrize("raw", [b"", b"hello", b"%PDF-1.7 nothing", b"\0" * 200, b"\x08\0\x05\0"])
def test_what_is_not_a_picture_is_refused_in_one_sentence(raw: bytes) -> None:
    with pytest.raises(ScanLabError, match=r"^letter\.png: [^\n]+$"):
        images.read(raw, "letter.png")


def test_a_program_to_be_run_by_pillow_is_not_even_tried() -> None:
    with pytest.raises(ScanLabError, match="not a picture"):
        images.read(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n%%EndComments\n", "a.eps")


@pytest.mark.parametrize("side", [9_600, 10_100, 60_000])
def test_a_huge_canvas_is_refused_or_read_without_a_warning_leaking(side: int) -> None:
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    raw = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")
    reason = "million pixels" if side > 10_000 else "damaged|cut short"
    with pytest.raises(ScanLabError, match=reason):
        images.read(raw, "canvas.png")


def test_a_text_that_unpacks_to_a_huge_size_is_refused() -> None:
    plain = saved(RAMP)
    bomb = chunk(b"zTXt", b"note\0\0" + zlib.compress(b"a" * 70_000_000, 9))
    with pytest.raises(ScanLabError, match=r"^bomb\.png: .*enormous"):
        images.read(plain[:33] + bomb + plain[33:], "bomb.png")


def test_no_setting_of_ours_lets_pillow_read_truncated_files() -> None:
    assert not ImageFile.LOAD_TRUNCATED_IMAGES


def test_warnings_are_dropped_inside_and_restored_after_the_last_thread() -> None:
    before = list(warnings.filters)
    entered, leave = threading.Event(), threading.Event()

    def stay() -> None:
        with QUIET:
            entered.set()
            leave.wait(5)

    thread = threading.Thread(target=stay)
    thread.start()
    assert entered.wait(5)
    with QUIET:
        warnings.warn("a patient's name", stacklevel=1)
    warnings.warn("still inside the other thread", stacklevel=1)
    leave.set()
    thread.join()
    assert warnings.filters == before
