"""Any picture becomes faithful 8-bit pixels, or one sentence."""

import re
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import ExifTags, Image

from mlcore.data import images, raster, scan
from mlcore.errors import ScanLabError
from tests.data.pictures import RAMP, chunk, saved


@pytest.mark.parametrize("kind", ["PNG", "BMP", "TIFF", "GIF", "PPM"])
def test_eight_bit_grey_is_returned_as_it_is(kind: str) -> None:
    read = images.read(saved(RAMP, kind), "ramp")
    assert np.array_equal(read.pixels, RAMP)
    assert (read.width, read.height, read.bits, read.warnings) == (16, 16, 8, ())


def test_one_bit_becomes_black_and_white() -> None:
    read = images.read(saved(Image.fromarray(RAMP > 127)), "bits.png")
    assert np.array_equal(read.pixels, np.where(RAMP > 127, 255, 0))
    assert (read.bits, read.mode) == (1, "1")


def test_three_equal_channels_are_the_grey_they_repeat() -> None:
    read = images.read(saved(np.dstack([RAMP] * 3)), "grey.png")
    assert np.array_equal(read.pixels, RAMP)


def test_colours_and_palettes_keep_their_colours() -> None:
    colours = np.dstack([RAMP, RAMP.T, 255 - RAMP])
    assert np.array_equal(images.read(saved(colours), "rgb.png").pixels, colours)
    palette = Image.fromarray(colours).quantize(32)
    expected = np.asarray(palette.convert("RGB"))
    assert np.array_equal(images.read(saved(palette), "palette.png").pixels, expected)


@pytest.mark.parametrize("mode", ["LA", "RGBA"])
@pytest.mark.parametrize("alpha", [255, 128, 0])
def test_the_same_alpha_everywhere_is_ignored(mode: str, alpha: int) -> None:
    image = Image.fromarray(RAMP).convert(mode)
    image.putalpha(alpha)
    read = images.read(saved(image), "alpha.png")
    assert np.array_equal(read.pixels, RAMP)
    assert read.warnings == ()


def test_transparent_parts_are_shown_on_black() -> None:
    image = Image.fromarray(np.full((16, 16), 200, np.uint8)).convert("LA")
    image.putalpha(Image.fromarray(RAMP))
    read = images.read(saved(image), "alpha.png")
    assert np.array_equal(read.pixels, np.rint(200 * (RAMP / 255)).astype(np.uint8))
    assert read.warnings == (raster.ON_BLACK,)


def test_sixteen_bit_colours_are_read_by_their_upper_bits() -> None:
    body = (np.dstack([RAMP, RAMP.T, RAMP]).astype(">u2") * 257).tobytes()
    lines = b"".join(b"\0" + body[at : at + 96] for at in range(0, len(body), 96))
    header = struct.pack(">IIBBBBB", 16, 16, 16, 2, 0, 0, 0)
    parts = (b"IHDR", header), (b"IDAT", zlib.compress(lines)), (b"IEND", b"")
    raw = b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in parts)
    read = images.read(raw, "deep.png")
    assert np.array_equal(read.pixels, np.dstack([RAMP, RAMP.T, RAMP]))
    assert (read.bits, read.warnings) == (16, (raster.UPPER_BITS,))


def test_cmyk_of_adobe_and_of_others_look_the_same() -> None:
    smooth = np.tile(np.linspace(20, 230, 64).astype(np.uint8), (64, 1))
    ink = [Image.fromarray(255 - smooth)] * 3 + [Image.new("L", (64, 64), 0)]
    adobe = saved(Image.merge("CMYK", ink), "JPEG", quality=95)
    inverse = [Image.fromarray(smooth)] * 3 + [Image.new("L", (64, 64), 255)]
    plain = saved(Image.merge("CMYK", inverse), "JPEG", quality=95)
    at = plain.index(b"\xff\xee")
    plain = plain[:at] + plain[at + 2 + int.from_bytes(plain[at + 2 : at + 4]) :]
    for raw in (adobe, plain):
        grey = images.to_grey(images.read(raw, "cmyk.jpg").pixels)
        assert np.abs(grey.astype(int) - smooth).max() <= 3


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP"])
def test_exif_orientation_turns_the_picture_upright(kind: str) -> None:
    stored = np.zeros((32, 48), np.uint8)
    stored[:16, :24] = 255
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    read = images.read(saved(stored, kind, exif=exif), "turned")
    assert (read.height, read.width) == (48, 32)
    assert read.pixels[:24, 16:].mean() > 250 > 5 > read.pixels[24:, :16].mean()


def test_a_broken_exif_part_does_not_spoil_whole_pixels() -> None:
    raw = saved(RAMP, "PNG", exif=b"Exif\0\0nonsense")
    assert np.array_equal(images.read(raw, "exif.png").pixels, RAMP)


@pytest.mark.parametrize("kind", ["GIF", "TIFF", "WEBP"])
def test_of_several_frames_the_first_is_read_and_it_is_said(kind: str) -> None:
    frames = [Image.fromarray(np.full((16, 16), level, np.uint8)) for level in (40, 90, 200)]
    raw = saved(frames[0], kind, save_all=True, append_images=frames[1:])
    read = images.read(raw, "frames")
    assert abs(int(read.pixels[8, 8].max()) - 40) <= 2
    assert read.warnings[0] == raster.FIRST_FRAME


def test_jpeg_2000_and_webp_are_read() -> None:
    deep = saved(RAMP.astype(np.uint16) * 257, "JPEG2000")
    assert np.array_equal(images.read(deep, "deep.jp2").pixels, RAMP)
    assert np.array_equal(images.read(saved(RAMP, "WEBP", lossless=True), "x").pixels, RAMP)


@pytest.mark.parametrize(
    ("picture", "warning"),
    [
        (np.zeros((16, 16), np.uint8), (scan.ALL_BLACK,)),
        (np.full((16, 16, 3), (9, 200, 9), np.uint8), (scan.CONSTANT,)),
        (RAMP[:4], (scan.TINY,)),
        (np.zeros((1, 1), np.uint8), (scan.ALL_BLACK, scan.TINY)),
    ],
)
def test_odd_pictures_are_read_with_a_warning(picture: np.ndarray, warning: tuple[str]) -> None:
    assert images.read(saved(picture), "odd.png").warnings == warning


def test_a_path_is_read_by_its_name_and_a_missing_one_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a b é.png"
    file.write_bytes(saved(RAMP))
    assert np.array_equal(images.read(file).pixels, RAMP)
    with pytest.raises(ScanLabError, match=r"^none\.png: cannot be opened"):
        images.read(tmp_path / "none.png")


def test_grey_of_colours_is_the_luma_of_itu_r_601() -> None:
    colours = np.random.default_rng(0).integers(0, 256, (9, 9, 3), np.uint8)
    luma = colours @ np.array([0.299, 0.587, 0.114])
    assert np.abs(images.to_grey(colours) - luma).max() <= 0.51


def test_the_wanted_size_already_is_not_touched() -> None:
    picture = np.random.default_rng(0).integers(0, 256, (64, 64), np.uint8)
    made = images.to_side(picture, 64, 1)
    assert made.shape == (64, 64, 1)
    assert np.shares_memory(made, picture) or np.array_equal(made[..., 0], picture)
    assert np.array_equal(images.to_side(picture, 64, 3), np.dstack([picture] * 3))


def test_shrinking_averages_areas() -> None:
    picture = np.random.default_rng(0).integers(0, 256, (128, 128), np.uint8)
    means = picture.reshape(64, 2, 64, 2).mean(axis=(1, 3))
    assert np.abs(images.to_side(picture, 64, 1)[..., 0] - means).max() <= 1


@pytest.mark.parametrize("shape", [(30, 90), (90, 30), (200, 40), (10, 20), (28, 28)])
@pytest.mark.parametrize("channels", [1, 3])
def test_any_shape_becomes_a_square_that_holds_all_of_the_picture(
    shape: tuple[int, int], channels: int
) -> None:
    picture = np.zeros((*shape, 3), np.uint8)
    picture[: shape[0] // 2] = 255
    made = images.to_side(picture, 32, channels)
    assert made.shape == (32, 32, channels)
    assert made.dtype == np.uint8
    assert made[:12].min() > 235 > 20 > made[20:].max()


def test_the_list_of_odd_files_is_accepted_and_refused_as_it_says(shared: Path) -> None:
    folder = shared / "data" / "odd_images"
    rows = re.findall(r"^\| (.+?) \| .*? \| .*? \| (\w+)", (folder / "LIST.md").read_text(), re.M)
    assert len(rows) >= 29
    wrong = {}
    for file, expected in rows[1:]:
        try:
            images.read(folder / file)
            outcome = "accept"
        except ScanLabError as problem:
            assert str(problem).startswith(f"{file}: ")
            outcome = "reject"
        if expected not in ("either", outcome):
            wrong[file] = outcome
    assert wrong == {}


def test_the_real_scan_in_other_formats_stays_the_same_scan(shared: Path) -> None:
    folder = shared / "data" / "odd_images"
    plain = images.read(folder / "made name with spaces é漢.png").pixels.astype(float)
    as_float = images.read(folder / "made_float32.tif").pixels
    as_deep = images.read(folder / "made_16bit.png").pixels
    negative = images.read(folder / "made_inverted_mono1.png").pixels
    assert np.abs(as_float - plain).max() <= 1
    assert np.abs(as_deep - plain * 51000 / 65535).max() <= 1
    assert np.array_equal(255 - negative, plain)
