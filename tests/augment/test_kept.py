import numpy as np
import pytest

from mlcore.augment import kept, stream
from mlcore.augment.recipe import Recipe, StepUse
from tests.drawn import scans

SCANS, _ = scans(8)


def measured(name: str, **values) -> np.ndarray:
    """Mean of lit, structure and distance over a few scans."""
    recipe = Recipe((StepUse(name, 1, values),))
    rows = [kept.measure(recipe, scan, seed)[:3] for seed, scan in enumerate(SCANS)]
    return np.mean(rows, axis=0)


def test_without_steps_everything_is_kept():
    for scan in SCANS:
        result = kept.measure(Recipe(), scan, 0)
        assert result[:3] == (1, 1, 0)
        assert (result.pixels == scan).all()


def test_the_variant_is_the_one_that_training_sees():
    recipe = Recipe((StepUse("rotate"), StepUse("cutout")))
    result = kept.measure(recipe, SCANS[0], 5)
    assert (result.pixels == stream.apply(recipe, SCANS[0], 5).pixels).all()


def test_mirroring_and_turning_lose_nothing_however_far_they_are_from_the_original():
    lit, structure, distance = measured("flip")
    assert (lit, structure) == (1, 1)
    assert distance > 5
    lit, structure, _ = measured("quarter-turn")
    assert lit == 1
    assert structure == pytest.approx(1, abs=0.01)


def test_the_softness_of_a_turn_by_an_odd_angle_is_hardly_a_loss():
    lit, structure, _ = measured("rotate", angle=(8, 8))
    assert lit > 0.98
    assert structure > 0.93


def test_a_square_over_the_middle_takes_more_of_the_scan_than_of_the_picture():
    lit, structure, _ = measured("cutout", size=50 / 64 * 100)
    assert lit < 0.35 < 1 - (50 / 64) ** 2
    assert structure < 0.35


def test_a_blur_takes_structure_and_leaves_pixels_lit():
    losses = []
    for sigma in (0.5, 1, 2, 4):
        lit, structure, _ = measured("blur", size=31, sigma=(sigma, sigma))
        assert lit > 0.98
        losses.append(1 - structure)
    assert losses == sorted(losses)
    assert losses[0] < 0.1
    assert losses[-1] > 0.5


@pytest.mark.parametrize(
    ("step", "values"),
    [
        ("noise", {"strength": (50, 50)}),
        ("jpeg", {"quality": (0, 0)}),
        ("contrast", {"factor": (0.3, 0.3)}),
        ("salt-and-pepper", {"amount": (40, 40)}),
        ("gamma", {"gamma": (5, 5)}),
    ],
)
def test_structure_is_lost_in_noise_blocks_and_flatness(step, values):
    assert measured(step, **values)[1] < 0.62


def test_grain_of_single_pixels_is_no_structure():
    rng = np.random.default_rng(0)
    grained = (np.full((64, 64, 1), 90) + rng.normal(0, 12, (64, 64, 1))).clip(0, 255)
    shaped = np.full((64, 64, 1), 60)
    shaped[20:28, 20:44] = 140
    soft = Recipe((StepUse("blur", 1, {"size": 5, "sigma": (1, 1)}),))
    grain, shape = (kept.measure(soft, each.astype(np.uint8), 0) for each in (grained, shaped))
    assert grain.structure < shape.structure
    assert shape.structure > 0.85


def test_the_outline_of_a_body_on_black_is_no_structure():
    body = np.zeros((64, 64, 1), np.uint8)
    body[16:48, 16:48] = 120
    body[30:34, 30:34] = 200
    hidden = Recipe((StepUse("crop", 1, {"size": 100}),))
    assert kept.measure(hidden, body, 0).structure == 1
    plain = body.copy()
    plain[30:34, 30:34] = 120
    # Nothing but an outline: structure is then judged by the parts that are seen.
    cut = Recipe((StepUse("cutout", 1, {"size": 30}),))
    result = kept.measure(cut, plain, 1)
    assert result.structure == pytest.approx(1 - 0.09, abs=0.03)


def test_a_scan_without_anything_is_black():
    assert kept.is_black(np.zeros((8, 8, 3), np.uint8))
    assert kept.is_black(np.full((8, 8, 1), kept.BACKGROUND - 1, np.uint8))
    assert not kept.is_black(SCANS[0])
