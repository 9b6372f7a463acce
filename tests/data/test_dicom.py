"""DICOM files look as a viewer shows them, and say nothing about the patient."""

import io
import logging
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pydicom import dcmread
from pydicom.dataset import Dataset, FileMetaDataset
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
    generate_uid,
)

from mlcore.data import dicom, images
from mlcore.data.dicom_display import BAD_WINDOW, NO_WINDOW
from mlcore.errors import ScanLabError

RAMP = np.arange(256, dtype=np.uint8).reshape(16, 16)
PATIENT = "Doe^Jane"


def made(values: np.ndarray, bits: int = 0, syntax: str = ExplicitVRLittleEndian, **tags) -> bytes:
    """A DICOM file of ``values``: ``(h, w)``, ``(h, w, 3)`` or ``(frames, h, w)``."""
    colour = values.shape[-1] == 3
    dataset = Dataset()
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    dataset.file_meta.MediaStorageSOPClassUID = "1.2.840.10008.5.1.4.1.1.7"
    dataset.file_meta.MediaStorageSOPInstanceUID = generate_uid()
    dataset.SOPClassUID = "1.2.840.10008.5.1.4.1.1.7"
    dataset.SOPInstanceUID = dataset.file_meta.MediaStorageSOPInstanceUID
    dataset.PatientName = PATIENT
    dataset.PatientID = "4711"
    if values.ndim == 3 and not colour:
        dataset.NumberOfFrames = len(values)
    dataset.Rows, dataset.Columns = values.shape[:2] if colour else values.shape[-2:]
    dataset.SamplesPerPixel = 3 if colour else 1
    dataset.PhotometricInterpretation = "RGB" if colour else "MONOCHROME2"
    if colour:
        dataset.PlanarConfiguration = 0
    dataset.BitsAllocated = values.dtype.itemsize * 8
    dataset.BitsStored = bits or dataset.BitsAllocated
    dataset.HighBit = dataset.BitsStored - 1
    dataset.PixelRepresentation = int(values.dtype.kind == "i")
    dataset.PixelData = values.tobytes()
    for keyword, value in tags.items():
        setattr(dataset, keyword, value)
    if syntax in (RLELossless, JPEGLSLossless, JPEG2000Lossless):
        dataset.compress(syntax, generate_instance_uid=False)
    dataset.file_meta.TransferSyntaxUID = syntax
    buffer = io.BytesIO()
    dataset.save_as(buffer, enforce_file_format=True)
    return buffer.getvalue()


def table(values: list[int], first: int, bits: int) -> list[Dataset]:
    item = Dataset()
    item.LUTDescriptor = [len(values), first, bits]
    item.LUTData = np.array(values, "<u2").tobytes()
    return [item]


def test_eight_bits_without_a_window_stay_as_they_are() -> None:
    read = images.read(made(RAMP // 2), "plain.dcm")
    assert np.array_equal(read.pixels, RAMP // 2)
    assert (read.mode, read.bits, read.warnings) == ("MONOCHROME2", 8, ())


def test_eight_bits_behind_a_modality_table_follow_it() -> None:
    falling = [255 - i for i in range(256)]
    raw = made(RAMP // 2, ModalityLUTSequence=table(falling, 0, 8))
    assert np.array_equal(images.read(raw, "cr.dcm").pixels, 255 - RAMP // 2)


def test_monochrome1_is_the_negative_of_monochrome2() -> None:
    values = RAMP.astype(np.uint16) * 16
    plain = images.read(made(values, 12), "two.dcm").pixels
    negative = made(values, 12, PhotometricInterpretation="MONOCHROME1")
    assert np.array_equal(images.read(negative, "one.dcm").pixels, 255 - plain)


def test_deep_values_without_a_window_span_black_to_white() -> None:
    values = (RAMP.astype(np.int16) - 128) * 8
    read = images.read(made(values, RescaleSlope=1, RescaleIntercept=-1024), "ct.dcm")
    assert np.array_equal(read.pixels, RAMP)
    assert read.warnings == (NO_WINDOW,)


def test_padding_outside_the_picture_does_not_spoil_the_contrast() -> None:
    values = RAMP.astype(np.int16)
    values[0, :4] = -2000
    read = images.read(made(values, PixelPaddingValue=-2000), "ct.dcm")
    assert read.pixels[0, :4].tolist() == [0, 0, 0, 0]
    assert read.pixels[0, 4] == 0
    assert read.pixels[15, 15] == 255
    assert abs(int(read.pixels[8, 0]) - 126) <= 1


def test_the_first_window_of_several_is_used() -> None:
    values = RAMP.astype(np.int16) * 10 - 1000
    tags = {"WindowCenter": [0, 500], "WindowWidth": [1001, 10]}
    read = images.read(made(values, **tags), "ct.dcm")
    expected = np.clip((values + 0.5) / 1000 + 0.5, 0, 1) * 255
    assert np.abs(read.pixels - expected).max() <= 0.6
    assert read.warnings == ()


def test_a_window_is_meant_for_rescaled_values() -> None:
    values = RAMP.astype(np.uint16) * 8
    tags = {"RescaleSlope": 2, "RescaleIntercept": -1024, "WindowCenter": 40, "WindowWidth": 400}
    read = images.read(made(values, 12, **tags), "ct.dcm")
    expected = np.clip((values * 2.0 - 1024 - 39.5) / 399 + 0.5, 0, 1) * 255
    assert np.abs(read.pixels - expected).max() <= 0.6


@pytest.mark.parametrize("function", ["LINEAR_EXACT", "SIGMOID"])
def test_other_window_functions_rise_from_black_to_white(function: str) -> None:
    values = RAMP.astype(np.uint16) * 16
    tags = {"WindowCenter": 2048, "WindowWidth": 1024, "VOILUTFunction": function}
    shown = images.read(made(values, 12, **tags), "cr.dcm").pixels
    assert (shown[0, 0], shown[15, 15]) == (0, 255)
    assert 126 <= shown[8, 0] <= 129
    assert (np.diff(shown.ravel().astype(int)) >= 0).all()


@pytest.mark.parametrize("window", [{"WindowCenter": 100, "WindowWidth": 0}])
def test_an_impossible_window_falls_back_to_the_full_range(window: dict) -> None:
    read = images.read(made(RAMP.astype(np.uint16) * 16, 12, **window), "cr.dcm")
    assert np.array_equal(read.pixels, RAMP)
    assert read.warnings == (BAD_WINDOW,)


@pytest.mark.parametrize("bits", [8, 12, 16])
def test_a_table_of_interest_with_any_depth_is_looked_up(bits: int) -> None:
    values = RAMP.astype(np.uint16) * 16
    top = 2**bits - 1
    squared = [round((i / 4095) ** 2 * top) for i in range(4096)]
    raw = made(values, 12, VOILUTSequence=table(squared, 0, bits))
    expected = (values / 4095.0) ** 2 * 255
    assert np.abs(images.read(raw, "cr.dcm").pixels - expected).max() <= 1


def test_a_modality_table_of_twelve_bits_is_looked_up() -> None:
    falling = [4095 - 16 * i for i in range(256)]
    raw = made(RAMP, ModalityLUTSequence=table(falling, 0, 12), WindowCenter=2048, WindowWidth=4096)
    assert np.abs(images.read(raw, "cr.dcm").pixels - (255.0 - RAMP)).max() <= 1


def test_colours_are_returned_as_colours() -> None:
    colours = np.dstack([RAMP, RAMP.T, 255 - RAMP])
    assert np.array_equal(images.read(made(colours), "us.dcm").pixels, colours)


def test_ybr_is_converted_to_rgb() -> None:
    colours = np.full((16, 16, 3), (200, 30, 90), np.uint8)
    ybr = np.asarray(Image.fromarray(colours).convert("YCbCr"))
    raw = made(ybr, PhotometricInterpretation="YBR_FULL")
    assert np.abs(images.read(raw, "us.dcm").pixels.astype(int) - colours).max() <= 2


def test_a_palette_gives_its_colours() -> None:
    tags = {"PhotometricInterpretation": "PALETTE COLOR"}
    for name, entries in (
        ("Red", RAMP.ravel()),
        ("Green", RAMP.ravel()[::-1]),
        ("Blue", [7] * 256),
    ):
        tags[f"{name}PaletteColorLookupTableDescriptor"] = [256, 0, 16]
        words = np.array(entries, np.uint16) * 257
        tags[f"{name}PaletteColorLookupTableData"] = words.astype("<u2").tobytes()
    shown = images.read(made(RAMP, **tags), "us.dcm").pixels
    assert np.array_equal(shown, np.dstack([RAMP, 255 - RAMP, np.full_like(RAMP, 7)]))


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
