import pytest

from mlcore.augment import stream, strength
from mlcore.augment.parameters import Number, Range
from mlcore.augment.recipe import Recipe, StepUse
from mlcore.augment.steps import STEPS

WITH_NUMBERS = [
    step for step in STEPS if any(isinstance(each, Number | Range) for each in step.parameters)
]


@pytest.mark.parametrize("step", WITH_NUMBERS, ids=lambda step: step.name)
def test_every_step_with_a_number_can_be_tried_along_its_strength(step, scan):
    values = []
    for value, use in strength.along(StepUse(step.name, 0.2), 7):
        assert use.probability == 1
        assert stream.apply(Recipe((use,)), scan(), 1).pixels.shape == (64, 64, 1)
        values.append(value)
    assert values == sorted(set(values))
    assert 3 <= len(values) <= 7


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_every_setting_of_every_step_can_be_run_through(step, scan):
    for parameter in step.parameters:
        stops = strength.run_through(StepUse(step.name), parameter.name, (64, 64), 5)
        assert 1 <= len(stops) <= 5
        for value, use in stops:
            assert use.parameters[parameter.name] in (value, (value, value))
            stream.apply(Recipe((use,)), scan(), 1)


def test_a_range_becomes_the_one_value_that_is_tried():
    (weakest, first), *_, (strongest, last) = strength.along(StepUse("rotate"), 3)
    assert (weakest, strongest) == (0, 180)
    assert (first.parameters["angle"], last.parameters["angle"]) == ((0, 0), (180, 180))


def test_everything_else_stays_as_it_is_set():
    use = StepUse("rotate", 1, {"border": "reflect", "grow": True})
    for _, tried in strength.along(use):
        assert tried.parameters["border"] == "reflect"
        assert tried.parameters["grow"]


def test_a_gaussian_blur_is_as_strong_as_its_bell_is_wide_and_a_median_as_its_square():
    assert strength.of(StepUse("blur")).parameters == ("sigma",)
    assert strength.of(StepUse("blur", 1, {"method": "median"})).parameters == ("size",)
    sizes = [value for value, _ in strength.along(StepUse("blur", 1, {"method": "median"}), 6)]
    assert all(value % 2 for value in sizes)


def test_a_flip_has_no_strength_but_choices():
    flip = StepUse("flip")
    assert strength.along(flip) == []
    assert [value for value, _ in strength.run_through(flip, "axis", (64, 64))] == [
        "left-right",
        "up-down",
        "both",
    ]


@pytest.mark.parametrize(
    ("use", "words"),
    [
        (StepUse("rotate"), "Rotate -10 to 10 degrees"),
        (StepUse("cutout", 1, {"size": 50 / 64 * 100}), "CutOut 78.1 % of the side"),
        (StepUse("cutout", 1, {"size": 50, "measure": "pixels"}), "CutOut 50 pixels"),
        (StepUse("blur", 1, {"method": "median", "size": 7}), "Blur 7 pixels"),
        (StepUse("flip"), "Flip left-right"),
    ],
)
def test_a_step_is_named_with_its_strength(use, words):
    assert strength.named(use) == words


def test_what_does_not_fit_the_scan_is_left_out_of_a_run_through():
    crop = StepUse("crop", 1, {"size": 90})
    measures = [value for value, _ in strength.run_through(crop, "measure", (64, 64))]
    assert measures == ["percent"]
