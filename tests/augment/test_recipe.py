import time

import pytest

from mlcore.augment import presets
from mlcore.augment.presets import PRESETS
from mlcore.augment.recipe import Choose, Recipe, StepUse
from mlcore.augment.steps import STEPS
from mlcore.errors import ScanLabError

BAD = {
    "nothing at all": ("", "recipe is empty"),
    "not a list": ("step: rotate", "expected a list of steps"),
    "a word instead of a step": ("- rotate", "step 1 of the recipe is a word"),
    "no name": ("- step: flip\n- probability: 1", "step 2 of the recipe is a mapping without"),
    "unknown step": ("- step: rotat", "no step 'rotat'; did you mean rotate"),
    "name of a wrong type": ("- step: [1]", r"no step \[1\]"),
    "unknown parameter": (
        "- step: rotate\n  angel: [1, 2]",
        "step 'rotate' has no parameter 'angel'; expected angle",
    ),
    "value too large": (
        "- step: rotate\n  angle: [0, 400]",
        "step 'rotate': angle is .*-180 to 180",
    ),
    "value too small": ("- step: cutout\n  size: 0", "step 'cutout': size is 0; expected .* 1 to"),
    "range upside down": (
        "- step: rotate\n  angle: [9, 1]",
        "step 'rotate': angle .*lower one first",
    ),
    "range of one": ("- step: scale\n  vertical: [1]", "step 'scale': vertical is"),
    "number for a range": ("- step: rotate\n  angle: 5", "step 'rotate': angle is 5"),
    "word for a number": ("- step: pad\n  size: big", "step 'pad': size is 'big'"),
    "flag for a number": ("- step: pad\n  size: true", "step 'pad': size is True"),
    "not a number": ("- step: rotate\n  angle: [.nan, 1]", "step 'rotate': angle is"),
    "endless": ("- step: rotate\n  angle: [0, .inf]", "step 'rotate': angle is"),
    "even kernel": ("- step: blur\n  size: 4", "step 'blur': size is 4; .*steps of 2"),
    "part of a cut": (
        "- step: cutout\n  count: 1.5",
        "step 'cutout': count is 1.5; .*whole number",
    ),
    "brightness beyond white": (
        "- step: brightness\n  change: [0, 256]",
        "step 'brightness': change is .*-255 to 255 grey values",
    ),
    "gamma of nothing": ("- step: gamma\n  gamma: [0, 1]", "step 'gamma': gamma is .* 0.1 to 5"),
    "contrast below black": (
        "- step: contrast\n  factor: [-1, 1]",
        "step 'contrast': factor is .* 0 to 3",
    ),
    "more noise than all": (
        "- step: noise\n  strength: [0, 101]",
        "step 'noise': strength is .* 0 to 100 percent",
    ),
    "half a quality": (
        "- step: jpeg\n  quality: [50.5, 90]",
        "step 'jpeg': quality is .* expected two numbers",
    ),
    "text for a range": (
        "- step: salt-and-pepper\n  salt: half",
        "step 'salt-and-pepper': salt is 'half'",
    ),
    "moved out of sight": ("- step: move\n  vertical: [-60, 0]", "step 'move': vertical is"),
    "tilted edge on": ("- step: perspective\n  tilt: [0, 90]", "step 'perspective': tilt is"),
    "no quarter": ("- step: quarter-turn\n  quarters: 0", "step 'quarter-turn': quarters is 0"),
    "unknown interpolation": (
        "- step: resize\n  method: cubic",
        "step 'resize': method is 'cubic'; expected area, bilinear, bicubic, lanczos or nearest",
    ),
    "name in another spelling": (
        "- step: salt_and_pepper",
        "no step 'salt_and_pepper'; did you mean salt-and-pepper",
    ),
    "unknown choice": ("- step: flip\n  axis: x", "step 'flip': axis is 'x'; expected left-right"),
    "word for a flag": ("- step: scale\n  same: maybe", "step 'scale': same is 'maybe'"),
    "probability": ("- step: flip\n  probability: 50", "step 'flip': probability is 50"),
    "switch": ("- step: flip\n  enabled: 0", "step 'flip': enabled is 0"),
    "object": (
        "- step: flip\n- step: rotate\n  angle: !!python/object/apply:os.getcwd []",
        "step 2 of the recipe, line 3, uses .*os.getcwd",
    ),
    "harmless tag": ("- step: !!bool x", "step 1 of the recipe, line 1, uses"),
    "reference": ("- &a {step: flip}\n- *a", "step 1 of the recipe, line 1, uses 'a'"),
    "endless nesting": ("[" * 5000, "nested deeper"),
    "long value": (f"- step: {'x' * 200}", "step 1 of the recipe, line 1, holds a value of 200"),
    "another file": ("x" * 30_000, "30,000 characters"),
    "no YAML": ("- step: [", "not readable YAML at line 1"),
    "control characters": ("\x00", "not readable YAML"),
    "impossible date": ("- step: flip\n  axis: 2020-99-99", "put it in quotes"),
    "choose too many": ("- choose: 2\n  of: [nothing]", "'choose': 2 of 1 options"),
    "choose a word": ("- choose: some\n  of: [nothing]", "'choose': 'some' of 1"),
    "choose without options": ("- choose: 1", "step 1 of the recipe, 'choose', has the keys"),
    "choose in choose": (
        "- choose: 1\n  of: [{choose: 1, of: [nothing]}]",
        "step 1 of the recipe, 'choose', holds another",
    ),
    "long list for a name": (f"- step: [{'word, ' * 900}]", "no step .*did you mean"),
    "bad option": ("- choose: 1\n  of: [5]", "an option of step 1 of the recipe is a single value"),
}


@pytest.mark.parametrize(("text", "sentence"), BAD.values(), ids=BAD.keys())
def test_a_bad_recipe_is_answered_with_one_sentence(text, sentence):
    began = time.perf_counter()
    with pytest.raises(ScanLabError, match=sentence) as raised:
        Recipe.from_yaml(text)
    assert "\n" not in str(raised.value)
    assert len(str(raised.value)) < 300
    assert time.perf_counter() - began < 2


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_a_preset_survives_the_way_through_a_file(preset):
    text = preset.recipe.to_yaml()
    again = Recipe.from_yaml(text)
    assert again == preset.recipe
    assert again.to_yaml() == text
    assert again.digest == preset.recipe.digest


def test_a_recipe_of_all_steps_some_switched_off_survives_the_way_through_a_file():
    uses = tuple(StepUse(step.name, 0.25, on=at % 2 == 0) for at, step in enumerate(STEPS))
    recipe = Recipe((*uses, Choose(2, (*uses, None), on=False)))
    assert Recipe.from_yaml(recipe.to_yaml()) == recipe


def test_a_recipe_file_reads_like_a_list_of_steps():
    recipe = Recipe((StepUse("rotate", 0.5, {"angle": (-5.0, 5)}, on=False), Choose(1, (None,))))
    assert recipe.to_yaml().splitlines()[1:] == [
        "- step: rotate",
        "  probability: 0.5",
        "  angle: [-5, 5]",
        "  border: black",
        "  grow: false",
        "  enabled: false",
        "- choose: 1",
        "  of:",
        "  - nothing",
    ]


def test_what_a_recipe_leaves_out_gets_its_default():
    assert Recipe.from_yaml("- step: rotate") == Recipe((StepUse("rotate"),))
    assert StepUse("rotate").parameters == {"angle": (-10, 10), "border": "black", "grow": False}


def test_the_digest_is_that_of_what_a_recipe_does_not_of_how_it_is_written():
    plain = Recipe.from_yaml("- step: rotate\n  angle: [-10, 10]")
    wordy = Recipe.from_yaml(
        "# note\n- {step: rotate, grow: false, angle: [-10.0, 10.0], probability: 1.0}\n"
        "- {step: flip, enabled: false}"
    )
    other = Recipe.from_yaml("- step: rotate\n  angle: [-10, 11]")
    assert plain.digest == wordy.digest
    assert plain.digest != other.digest
    assert len(plain.digest) == 12


def test_the_order_of_steps_is_part_of_the_digest():
    turn, cut = StepUse("rotate"), StepUse("cutout")
    assert Recipe((turn, cut)).digest != Recipe((cut, turn)).digest


def test_an_option_switched_off_is_the_same_as_nothing():
    off = Choose(1, (StepUse("flip"), StepUse("blur", on=False)))
    assert Recipe((off,)).digest == Recipe((Choose(1, (StepUse("flip"), None)),)).digest


def test_a_quarter_turn_leaves_a_wide_scan_too_narrow_for_a_crop():
    turn, crop = StepUse("quarter-turn", 0.5), StepUse("crop", 1, {"size": 80})
    Recipe((turn, crop)).check_fits((64, 64))
    with pytest.raises(ScanLabError, match=r"step 'crop' cuts 72 x 48 .* as small as 60 x 60"):
        Recipe((turn, crop)).check_fits((90, 60))
    half = StepUse("quarter-turn", 0.5, {"quarters": 2})
    Recipe((half, crop)).check_fits((90, 60))


def test_a_crop_after_a_resize_is_held_against_the_new_size():
    small, crop = StepUse("resize", 1, {"size": 50}), StepUse("crop", 1, {"size": 60})
    with pytest.raises(ScanLabError, match="step 'crop' cuts 38 x 38"):
        Recipe((small, crop)).check_fits((64, 64))


def test_a_crop_larger_than_the_scan_is_refused():
    recipe = Recipe((StepUse("crop", 1, {"size": 65, "measure": "pixels"}),))
    recipe.check_fits((65, 65))
    with pytest.raises(ScanLabError, match=r"step 'crop' cuts 65 x 65 .* as small as 64 x 64"):
        recipe.check_fits((64, 64))


def test_a_crop_is_refused_if_only_some_draws_leave_it_too_little():
    shrink = StepUse("scale", 0.1, {"horizontal": (0.5, 2), "grow": True})
    crop = StepUse("crop", 1, {"size": 60})
    with pytest.raises(ScanLabError, match=r"step 'crop' cuts 38 x 38 .* as small as 32 x 32"):
        Recipe((shrink, crop)).check_fits((64, 64))
    Recipe((shrink, StepUse("pad", 1, {"size": 60}), crop)).check_fits((64, 64))


def test_options_are_checked_for_every_order_they_can_be_chosen_in():
    crop, shrink = StepUse("crop", 1, {"size": 80}), StepUse("scale", 1, {"grow": True})
    small = StepUse("scale", 1, {"horizontal": (0.5, 0.5), "grow": True})
    Recipe((Choose(1, (crop, small)),)).check_fits((64, 64))
    Recipe((Choose(2, (crop, shrink)),)).check_fits((64, 64))
    with pytest.raises(ScanLabError, match="step 'crop' cuts 51 x 51"):
        Recipe((Choose(2, (crop, small)),)).check_fits((64, 64))


def test_a_picture_that_would_grow_without_end_or_vanish_is_refused():
    grow = {"grow": True}
    larger = StepUse("scale", 1, {"horizontal": (3, 3), **grow})
    smaller = StepUse("scale", 1, {"horizontal": (0.2, 0.2), **grow})
    with pytest.raises(ScanLabError, match=r"step 'scale' can leave .* narrow its range"):
        Recipe((larger, larger)).check_fits((64, 64))
    with pytest.raises(ScanLabError, match=r"step 'scale' can leave .* narrow its range"):
        Recipe((smaller, smaller, smaller)).check_fits((64, 64))


def test_the_presets_fit_scans_of_every_usual_size():
    for preset in PRESETS:
        for side in (28, 32, 64, 128, 224):
            preset.recipe.check_fits((side, side))


def test_the_study_cuts_squares_of_40_50_and_10_pixels_out_of_64():
    choose = presets.get("study").recipe.steps[-1]
    cuts = [use.step.window(use.parameters, (64, 64)) for use in choose.options if use]
    assert cuts == [(40, 40), (50, 50), (10, 10)]
    assert choose.count == 3
    assert choose.options.count(None) == 2


def test_an_unknown_preset_is_answered_with_one_that_comes_close():
    with pytest.raises(ScanLabError, match="no preset 'gentel'; did you mean gentle"):
        presets.get("gentel")
