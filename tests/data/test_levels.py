"""Deep and fractional values become eight bits by what they measure."""

import numpy as np
import pytest

from mlcore.data import images, levels, scan
from mlcore.errors import ScanLabError
from tests.data.pictures import RAMP, saved


@pytest.mark.parametrize(
    ("largest", "full"), [(200, 255), (700, 1023), (4000, 4095), (9000, 16383), (51000, 65535)]
)
def test_a_sixteen_bit_png_is_rescaled_by_its_detector_not_clipped(largest: int, full: int) -> None:
    values = np.linspace(0, largest, 256).round().astype(np.uint16).reshape(16, 16)
    read = images.read(saved(values), "deep.png")
    assert np.array_equal(read.pixels, np.rint(values * (255 / full)).astype(np.uint8))
    assert read.bits == 16
    assert read.warnings == ((levels.RESCALED,) if full > 255 else ())


def test_eight_bits_widened_to_sixteen_come_back_exactly() -> None:
    read = images.read(saved(RAMP.astype(np.uint16) * 257), "wide.png")
    assert np.array_equal(read.pixels, RAMP)


def test_a_negative_sixteen_bit_tiff_is_inverted() -> None:
    values = RAMP.astype(np.uint16) * 257
    read = images.read(saved(values, "TIFF", tiffinfo={262: 0}), "negative.tif")
    assert np.array_equal(read.pixels, 255 - RAMP)


@pytest.mark.parametrize(
    ("values", "expected", "warning"),
    [
        ([0.0, 0.5, 1.0], [0, 128, 255], ()),
        ([0.0, 0.25, 0.5], [0, 64, 128], ()),
        ([-1000.0, 0.5, 1000.0], [0, 128, 255], (levels.STRETCHED,)),
        ([0.0, 2.5, 5.0], [0, 128, 255], (levels.STRETCHED,)),
        ([0.0, 100.0, 200.0], [0, 100, 200], ()),
        ([np.nan, 0.0, 1.0], [0, 0, 255], (levels.NOT_FINITE,)),
        ([-np.inf, 0.5, np.inf], [128, 128, 128], (levels.NOT_FINITE, scan.CONSTANT)),
    ],
)
def test_floats_are_fractions_levels_or_stretched(
    values: list[float], expected: list[int], warning: tuple[str, ...]
) -> None:
    block = np.tile(np.array(values, np.float32), (9, 3))
    read = images.read(saved(block, "TIFF"), "float.tif")
    assert read.pixels[0, :3].tolist() == expected
    assert read.warnings == warning
    assert read.bits == 32


def test_a_float_image_without_a_number_is_refused() -> None:
    block = np.full((9, 9), np.nan, np.float32)
    with pytest.raises(ScanLabError, match=r"^nan\.tif: "):
        images.read(saved(block, "TIFF"), "nan.tif")


def test_wide_integers_are_stretched_from_smallest_to_largest() -> None:
    block = np.linspace(-2_000_000, 2_000_000, 81).astype(np.int32).reshape(9, 9)
    read = images.read(saved(block, "TIFF"), "int.tif")
    assert (read.pixels[0, 0], read.pixels[4, 4], read.pixels[8, 8]) == (0, 128, 255)
    assert read.warnings == (levels.STRETCHED,)
