"""Which parts of a scan a variant shows, beside what geometry says."""

import numpy as np
import pytest

from mlcore.augment import traced
from mlcore.augment.recipe import Recipe, StepUse

SHAPE = (64, 64, 1)
PARTS = traced.GRID**2


def seen(name: str, shape: tuple[int, int, int] = SHAPE, seed: int = 3, **values) -> float:
    """The share of the scan that the step shows."""
    recipe = Recipe((StepUse(name, 1, values),))
    return traced.trace(recipe, shape, seed).seen.mean()


def test_without_steps_every_pixel_shows_its_own_part():
    trace = traced.trace(Recipe(), SHAPE, 0)
    assert (trace.part == traced.parts(64, 64)).all()
    assert trace.seen.tolist() == [1.0] * PARTS
    assert (trace.flat == 128).all()


def test_a_mirrored_scan_shows_every_part_at_its_mirrored_place():
    trace = traced.trace(Recipe((StepUse("flip"),)), SHAPE, 0)
    assert (trace.part == traced.parts(64, 64)[:, ::-1]).all()
    assert trace.seen.min() == 1


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_quarter_turn_loses_nothing(quarters):
    assert seen("quarter-turn", quarters=quarters) == 1


@pytest.mark.parametrize(("pixels", "left"), [(10, 0.976), (40, 0.609), (50, 0.390)])
def test_a_black_square_hides_its_share_of_the_picture(pixels, left):
    assert 1 - (pixels / 64) ** 2 == pytest.approx(left, abs=0.001)
    assert seen("cutout", size=pixels, measure="pixels") == pytest.approx(left, abs=0.04)


@pytest.mark.parametrize("size", [90, 70, 50, 30])
def test_a_piece_cut_out_and_enlarged_shows_only_what_is_in_it(size):
    shown = seen("crop", size=size, place="centre")
    assert shown == pytest.approx((size / 100) ** 2, abs=0.07)


def test_a_scan_moved_by_a_quarter_loses_a_quarter():
    left = seen("move", horizontal=(25, 25), vertical=(0, 0))
    assert left == pytest.approx(0.75, abs=0.04)


def test_a_scan_made_smaller_still_shows_all_of_its_parts():
    assert seen("pad", size=200) > 0.98
    assert seen("scale", horizontal=(0.5, 0.5)) > 0.98


def test_what_a_mirrored_border_shows_again_counts_once():
    left = seen("move", horizontal=(25, 25), vertical=(0, 0), border="reflect")
    assert left == pytest.approx(0.75, abs=0.08)


def test_pixels_turned_to_salt_or_pepper_show_nothing():
    assert seen("salt-and-pepper", amount=(40, 40)) == pytest.approx(0.6, abs=0.04)


def test_a_scan_of_no_contrast_shows_nothing():
    assert seen("contrast", factor=(0, 0)) == 0


def test_brightness_hides_no_part():
    assert seen("brightness", change=(60, 60)) == 1


def test_colours_and_scans_that_are_not_square_are_followed_too():
    assert seen("flip", (40, 72, 3)) == 1
    assert seen("cutout", (40, 72, 3), size=50) == pytest.approx(0.75, abs=0.04)


def test_every_part_has_its_size():
    sizes = traced.sizes(traced.parts(64, 64))
    assert sizes.tolist() == [16] * PARTS
    assert np.unique(traced.parts(40, 72)).size == PARTS
