import numpy as np
import pytest

from mlcore.augment import steps, stream
from mlcore.augment.recipe import Recipe, StepUse
from mlcore.augment.steps import STEPS
from mlcore.errors import ScanLabError

KINDS = {"range", "number", "choice", "flag"}


@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_every_step_changes_a_scan_and_keeps_its_form(step, channels, scan):
    original = scan(channels)
    for seed in range(5):
        result = stream.apply(Recipe((StepUse(step.name),)), original, seed)
        assert result.pixels.shape == original.shape
        assert result.pixels.dtype == np.uint8
        assert (result.pixels != original).mean() > 0.004
        assert [name for name, _ in result.drawn] == [step.name]


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_every_step_works_at_both_ends_of_every_parameter(step, scan):
    for parameter in step.parameters:
        ends = {
            "number": lambda p: (p.low, min(p.high, 100)),
            "range": lambda p: ((p.low, p.low), (p.high, p.high)),
            "choice": lambda p: p.choices,
            "flag": lambda _: (False, True),
        }[parameter.kind](parameter)
        for value in ends:
            recipe = Recipe((StepUse(step.name, 1, {parameter.name: value}),))
            assert stream.apply(recipe, scan(1, 128, 128), 1).pixels.shape == (128, 128, 1)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_every_row_explains_itself_and_its_defaults_are_allowed(step):
    names = [parameter.name for parameter in step.parameters]
    assert len(set(names)) == len(names)
    assert not set(names) & {"step", "probability", "enabled", "choose", "of"}
    assert step.title
    assert step.help.endswith(".")
    assert step.risk.endswith(".")
    for parameter in step.parameters:
        assert parameter.kind in KINDS
        assert parameter.title
        assert parameter.help.endswith(".")
        assert parameter.checked(parameter.default, step.name) == parameter.default


def test_a_drawn_value_is_given_in_the_units_of_its_parameter(scan):
    use = StepUse("rotate", 1, {"angle": (29, 31)})
    ((_, values),) = stream.apply(Recipe((use,)), scan(), 4).drawn
    assert 29 <= values["angle"] <= 31


def test_a_positive_angle_turns_clockwise():
    corner = np.zeros((65, 65, 1), np.uint8)
    corner[5:15, 27:37] = 255  # at the top
    turned = stream.apply(Recipe((StepUse("rotate", 1, {"angle": (90, 90)}),)), corner, 0).pixels
    assert turned[27:37, 50:60].mean() > 200  # at the right


def test_a_size_in_percent_follows_the_scan_and_one_in_pixels_does_not():
    def black(side: int, measure: str) -> int:
        use = StepUse("cutout", 1, {"size": 25, "measure": measure})
        white = np.full((side, side, 1), 255, np.uint8)
        return int((stream.apply(Recipe((use,)), white, 3).pixels == 0).sum())

    assert [black(side, "percent") for side in (64, 128)] == [16 * 16, 32 * 32]
    assert [black(side, "pixels") for side in (64, 128)] == [25 * 25, 25 * 25]


def test_growing_keeps_the_whole_scan_in_the_picture():
    white = np.full((64, 64, 1), 255, np.uint8)
    angle = {"angle": (45, 45)}
    cut = stream.apply(Recipe((StepUse("rotate", 1, angle),)), white, 0).pixels
    whole = stream.apply(Recipe((StepUse("rotate", 1, {**angle, "grow": True}),)), white, 0).pixels
    # An octagon of 2 (√2 - 1) of the frame, and a square of half of the larger frame.
    assert (cut > 127).mean() == pytest.approx(0.83, abs=0.02)
    assert (whole > 127).mean() == pytest.approx(0.50, abs=0.02)


def test_a_positive_move_goes_right_and_down_by_a_share_of_the_scan():
    dot = np.zeros((50, 100, 1), np.uint8)
    dot[20, 30] = 255
    use = StepUse("move", 1, {"horizontal": (10, 10), "vertical": (20, 20)})
    moved = stream.apply(Recipe((use,)), dot, 0)
    assert np.argwhere(moved.pixels[..., 0]).tolist() == [[30, 40]]
    assert moved.drawn == [("move", {"horizontal": 10, "vertical": 20})]


def test_a_quarter_turn_goes_clockwise_and_keeps_every_value(scan):
    use = StepUse("quarter-turn", 1, {"quarters": 1})
    turned = stream.apply(Recipe((use,)), scan(), 0).pixels
    assert (turned == np.rot90(scan(), -1)).all()


def test_a_tilt_in_percent_follows_the_scan_and_is_told_as_it_was_set(scan):
    use = StepUse("perspective", 1, {"tilt": (20, 20)})
    for side in (64, 128):
        ((_, drawn),) = stream.apply(Recipe((use,)), scan(1, side, side), 0).drawn
        assert drawn == pytest.approx({"sideways": 20, "upright": 20})


def test_tones_follow_their_curves():
    grey = np.full((8, 8, 1), 100, np.uint8)
    for name, values, expected in (
        ("brightness", {"change": (30, 30)}, 130),
        ("contrast", {"factor": (1.5, 1.5)}, 150),
        ("gamma", {"gamma": (2, 2)}, int(255 * (100 / 255) ** 0.5)),
    ):
        result = stream.apply(Recipe((StepUse(name, 1, values),)), grey, 0)
        assert set(result.pixels.flat) == {expected}
        assert list(result.drawn[0][1].values()) == [next(iter(values.values()))[0]]


def test_salt_and_pepper_touch_the_share_that_is_asked_for():
    grey = np.full((100, 100, 1), 100, np.uint8)
    use = StepUse("salt-and-pepper", 1, {"amount": (10, 10), "salt": (75, 75)})
    pixels, ((_, drawn),) = stream.apply(Recipe((use,)), grey, 0)
    assert drawn == {"white": (pixels == 255).sum(), "black": (pixels == 0).sum()}
    assert drawn["white"] == pytest.approx(750, abs=100)
    assert drawn["black"] == pytest.approx(250, abs=60)


def test_a_smaller_size_costs_detail_and_a_jpeg_of_quality_100_costs_none(scan):
    half = Recipe((StepUse("resize", 1, {"size": 50}),))
    assert np.diff(stream.apply(half, scan(), 0).pixels.astype(int), axis=0).std() < 0.8 * (
        np.diff(scan().astype(int), axis=0).std()
    )
    whole = Recipe((StepUse("jpeg", 1, {"quality": (100, 100)}),))
    assert (stream.apply(whole, scan(), 0).pixels == scan()).all()


def test_an_unknown_step_is_answered_with_one_that_comes_close():
    with pytest.raises(ScanLabError, match="no step 'Rotat'; did you mean rotate"):
        steps.get("Rotat")
