"""Every way to write a DICOM file is read, and says nothing about the patient."""

import io
import logging
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pydicom import dcmread
from pydicom.encaps import encapsulate
from pydicom.uid import (
    DeflatedExplicitVRLittleEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    JPEGLosslessSV1,
    JPEGLSLossless,
    RLELossless,
)

from mlcore.data import dicom, images
from mlcore.data.dicom_display import BAD_WINDOW
from mlcore.errors import ScanLabError
from tests.data.dicoms import RAMP, made


def test_of_a_clip_only_the_middle_frame_is_decoded() -> None:
    frames = [Image.new("L", (16, 16), level) for level in (10, 120, 240)]
    streams = []
    for frame in frames:
        buffer = io.BytesIO()
        frame.save(buffer, "JPEG", quality=95)
        streams.append(buffer.getvalue())
    streams[0] = b"\xff\xd8 damaged " + b"\0" * 20
    pixels = np.zeros((3, 16, 16), np.uint8)
    raw = made(pixels, syntax=JPEGBaseline8Bit, PixelData=encapsulate(streams))
    read = images.read(raw, "clip.dcm")
    assert np.abs(read.pixels.astype(int) - 120).max() <= 1
    assert read.warnings[0] == dicom.MIDDLE_FRAME


@pytest.mark.parametrize("syntax", [RLELossless, JPEGLSLossless, JPEG2000Lossless])
def test_compressed_values_equal_the_uncompressed(syntax: str) -> None:
    values = np.random.default_rng(0).integers(0, 4096, (32, 32), np.uint16)
    window = {"WindowCenter": 2048, "WindowWidth": 3000}
    plain = images.read(made(values, 12, **window), "plain.dcm").pixels
    packed = images.read(made(values, 12, syntax, **window), "packed.dcm").pixels
    assert np.array_equal(plain, packed)


@pytest.mark.parametrize("syntax", [ImplicitVRLittleEndian, DeflatedExplicitVRLittleEndian])
def test_other_ways_of_writing_are_read(syntax: str) -> None:
    assert np.array_equal(images.read(made(RAMP, syntax=syntax), "x.dcm").pixels, RAMP)


@pytest.mark.parametrize("syntax", [ImplicitVRLittleEndian, ExplicitVRLittleEndian])
def test_a_file_without_preamble_is_known_by_its_first_tag(syntax: str) -> None:
    raw = made(RAMP, syntax=syntax)
    header = 144 + int.from_bytes(raw[140:144], "little")
    assert np.array_equal(images.read(raw[header:], "bare.png").pixels, RAMP)


def test_a_deflated_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dicom, "MAX_INFLATED", 100_000)
    raw = made(np.zeros((1024, 1024), np.uint8), syntax=DeflatedExplicitVRLittleEndian)
    with pytest.raises(ScanLabError, match=r"^bomb\.dcm: the DICOM file grows"):
        images.read(raw, "bomb.dcm")


def test_a_compression_without_decoder_is_named() -> None:
    raw = made(RAMP, syntax=JPEGLosslessSV1, PixelData=encapsulate([b"\xff\xd8\xff\xd9"]))
    with pytest.raises(ScanLabError, match=r"^cr\.dcm: its compression is not supported \(JPEG L"):
        images.read(raw, "cr.dcm")


def test_a_report_without_an_image_is_refused() -> None:
    with pytest.raises(ScanLabError, match="without an image"):
        images.read(made(RAMP, PixelData=None)[:-12], "report.dcm")


def test_too_many_pixels_are_refused_before_decoding() -> None:
    with pytest.raises(ScanLabError, match="100 million pixels"):
        images.read(made(RAMP, Rows=65000, Columns=65000), "huge.dcm")


@pytest.mark.parametrize("part", [0.3, 0.5, 0.7, 0.95])
def test_a_broken_file_is_refused_without_a_word_about_the_patient(
    part: float, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture
) -> None:
    raw = made(RAMP)
    raw = raw[: int(len(raw) * part)]
    with (
        caplog.at_level(logging.DEBUG),
        pytest.raises(ScanLabError, match=r"^scan\.dcm: [^\n]+$") as caught,
    ):
        images.read(raw, "scan.dcm")
    captured = capfd.readouterr()
    everything = str(caught.value) + caplog.text + captured.out + captured.err
    assert "Doe" not in everything
    assert "4711" not in everything


def test_a_name_in_the_wrong_tag_leaves_no_trace(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture
) -> None:
    raw = made(RAMP, WindowCenter="12345678", WindowWidth="5")
    raw = raw.replace(b"12345678", b"Doe^4711", 1)
    with caplog.at_level(logging.DEBUG):
        read = images.read(raw, "scan.dcm")
    captured = capfd.readouterr()
    assert np.array_equal(read.pixels, RAMP)
    assert read.warnings == (BAD_WINDOW,)
    assert "Doe" not in repr(read) + caplog.text + captured.out + captured.err


def test_the_list_of_real_files_is_read_as_it_says(shared: Path) -> None:
    folder = shared / "data" / "dicom"
    shapes = {}
    for file in sorted(folder.glob("*.dcm")):
        try:
            shapes[file.name] = images.read(file).pixels.shape
        except ScanLabError as problem:
            shapes[file.name] = str(problem).split(":")[0]
    assert shapes == {
        "BAD_truncated_pixels.dcm": "BAD_truncated_pixels.dcm",
        "cr_chest_jpeg_mono1_edited.dcm": (1024, 1024),
        "cr_chest_jpeg_mono2.dcm": (1024, 1024),
        "ct_small_128.dcm": (128, 128),
        "mr_small_64_implicit.dcm": (64, 64),
        "mr_small_64_jpegls.dcm": (64, 64),
        "us_rgb_color.dcm": (240, 320, 3),
        "us_ybr_30frames.dcm": (240, 320, 3),
    }


def test_real_files_look_as_they_should(shared: Path) -> None:
    folder = shared / "data" / "dicom"
    positive = images.read(folder / "cr_chest_jpeg_mono2.dcm").pixels
    negative = images.read(folder / "cr_chest_jpeg_mono1_edited.dcm").pixels
    assert np.array_equal(negative, 255 - positive)
    plain = images.read(folder / "mr_small_64_implicit.dcm")
    assert np.array_equal(plain.pixels, images.read(folder / "mr_small_64_jpegls.dcm").pixels)
    named = images.read(shared / "data" / "odd_images" / "made_dicom_named.png")
    assert np.array_equal(plain.pixels, named.pixels)
    computed = images.read(folder / "ct_small_128.dcm").pixels
    stored = dcmread(folder / "ct_small_128.dcm").pixel_array.astype(float)
    assert np.corrcoef(computed.ravel(), stored.ravel())[0, 1] > 0.999
    assert 60 < computed.mean() < 160
