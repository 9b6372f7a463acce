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


def test_an_unknown_step_is_answered_with_one_that_comes_close():
    with pytest.raises(ScanLabError, match="no step 'Rotat'; did you mean rotate"):
        steps.get("Rotat")
