"""DICOM values look as a viewer shows them."""

import numpy as np
import pytest
from PIL import Image

from mlcore.data import images
from mlcore.data.dicom_display import BAD_WINDOW, NO_WINDOW
from tests.data.dicoms import RAMP, made, table


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
