import numpy as np
import pytest

from mlcore.augment import flips, measuring, presets, safety, sample
from mlcore.augment.flips import Judge, LabelChange
from mlcore.augment.limits import LIMITS
from mlcore.augment.recipe import Choose, Recipe, StepUse
from mlcore.data import demo, importing
from mlcore.errors import ScanLabError
from tests.drawn import scans, store

STUDY = presets.get("study").recipe
GENTLE = presets.get("gentle").recipe
CUT_50 = StepUse("cutout", 1, {"size": 50 / 64 * 100})


@pytest.fixture(scope="module")
def slices() -> np.ndarray:
    """``(16, 64, 64, 1)`` uint8: scans of the demo."""
    return np.stack([pixels for _, pixels in demo.example_scans(16, 1)])


def bright(thresholds: tuple[float, ...] = (0.1,)) -> Judge:
    """Finds a label where a scan is bright on average, another one where it is dark."""

    def answer(pixels: np.ndarray) -> np.ndarray:
        mean = pixels.reshape(len(pixels), -1).mean(axis=1) / 255
        return np.stack([mean, 1 - mean], axis=1)[:, : len(thresholds)]

    return Judge(("bright", "dark")[: len(thresholds)], np.array(thresholds), answer)


def test_the_study_is_red_and_gentle_is_green_on_scans_of_the_demo(slices):
    study, gentle, none = (
        safety.check(recipe, slices, variants=2).whole
        for recipe in (STUDY, GENTLE, presets.get("none").recipe)
    )
    assert (study.verdict, gentle.verdict, none.verdict) == ("red", "green", "green")
    assert study.measures.lit.mean < 0.5
    assert study.measures.lit.low < 0.35
    assert gentle.measures.lit.mean > 0.95
    assert gentle.measures.structure.mean > 0.9
    assert none.measures.lit == none.measures.structure == measuring.Spread(1, 1, 1, 1)
    assert none.sentence == "The recipe keeps the whole scan."


def test_the_study_is_red_and_gentle_is_green_on_photographs_of_eyes(shared):
    data = importing.import_data(shared / "data" / "odir5k.zip", "odir")
    drawn = sample.draw(data, 16)
    assert safety.check(STUDY, drawn, variants=2).whole.verdict == "red"
    assert safety.check(GENTLE, drawn, variants=2).whole.verdict == "green"


def test_each_step_is_judged_alone_and_always_applied(slices):
    report = safety.check(STUDY, slices, variants=1)
    verdicts = {finding.title: finding.verdict for finding in report.steps}
    assert len(verdicts) == 11
    assert verdicts["CutOut 78.1 % of the side"] == "red"
    assert verdicts["CutOut 62.5 % of the side"] == "red"
    assert verdicts["CutOut 15.6 % of the side"] == "green"
    assert verdicts["Flip left-right"] == "green"
    rare = safety.check(Recipe((StepUse("cutout", 0.05, {"size": 78}),)), slices, variants=1)
    assert (rare.whole.verdict, rare.steps[0].verdict) == ("green", "red")


def test_a_step_is_told_in_one_sentence(slices):
    (found,) = safety.check(Recipe((CUT_50,)), slices, bright(), variants=2).steps
    share = round(100 * (1 - found.measures.lit.mean))
    assert share > 61, "the square hides 61 % of the picture and most of a body in its middle"
    assert found.sentence.startswith(f"CutOut 78.1 % of the side removes {share} % of a scan and ")
    (label,) = found.measures.labels
    assert label.lost > 0.7
    assert f"; bright flips in {label.lost * 100:.0f} % of its {label.positives} positives." in (
        found.sentence
    )


def test_the_same_seed_gives_the_same_figures_and_another_seed_others(slices):
    first, again, other = (
        measuring.measure(STUDY, slices[:4], bright(), seed, 2) for seed in (1, 1, 2)
    )
    assert first == again
    assert first != other


def test_a_step_that_needs_others_before_it_is_named_and_not_measured_alone(slices):
    recipe = Recipe(
        (
            StepUse("pad", 1, {"size": 100, "measure": "pixels"}),
            StepUse("crop", 1, {"size": 80, "measure": "pixels"}),
        )
    )
    report = safety.check(recipe, slices[:2], variants=1)
    assert report.alone_impossible == ("Crop 80 pixels",)
    assert [found.title for found in report.steps] == ["Pad 100 pixels"]


def test_steps_that_do_not_act_or_come_twice_are_not_measured(slices):
    recipe = Recipe((CUT_50, CUT_50, StepUse("blur", on=False), Choose(1, (CUT_50, None))))
    assert len(safety.check(recipe, slices[:2], variants=1).steps) == 1


def test_a_recipe_that_does_not_fit_the_scans_is_refused(slices):
    with pytest.raises(ScanLabError, match="choose a smaller size"):
        safety.check(Recipe((StepUse("cutout", 1, {"size": 200}),)), slices[:2])


def test_a_curve_falls_the_stronger_the_step_is(slices):
    curve = measuring.curve(CUT_50, slices, bright())
    kept = [measures.lit.mean for _, measures in curve]
    assert [value for value, _ in curve] == [5, 21, 36.5, 52.5, 68.5, 84, 100]
    assert kept == sorted(kept, reverse=True)
    assert kept[0] > 0.98
    assert kept[-1] == 0
    assert curve[-1][1].nearly_black == 1
    assert curve[-1][1].labels[0].lost == 1


def test_progress_tells_scans_of_each_part(slices):
    told = []
    safety.check(
        Recipe((CUT_50,)), slices[:3], variants=1, progress=lambda *each: told.append(each)
    )
    assert told[:3] == [("The recipe", 1, 3), ("The recipe", 2, 3), ("The recipe", 3, 3)]
    assert told[3:] == [("CutOut 78.1 % of the side", i, 3) for i in (1, 2, 3)]


def test_flips_are_counted_overall_and_among_positives():
    levels = np.array([200, 200, 10, 10], np.uint8)
    originals = np.broadcast_to(levels[:, None, None, None], (4, 2, 2, 1))
    changed = np.array([[200, 10], [10, 10], [10, 200], [10, 10]], np.uint8)
    made = np.broadcast_to(changed[:, :, None, None, None], (4, 2, 2, 2, 1))
    (change,) = flips.changes(bright((0.5,)), originals, made)
    assert change == LabelChange(
        label="bright",
        shift=pytest.approx(-190 * 2 / 8 / 255),
        moved=pytest.approx(190 * 4 / 8 / 255),
        flipped=0.5,
        positives=2,
        lost=0.75,
    )


def test_a_label_that_is_never_found_has_no_share_of_positives():
    black = np.zeros((3, 2, 2, 1), np.uint8)
    (change,) = flips.changes(bright((0.5,)), black, black[:, None])
    assert (change.positives, change.lost, change.flipped) == (0, None, 0)


def measures(lit: float = 1, low: float = 1, structure: float = 1, labels=()) -> measuring.Measures:
    whole = measuring.Spread(1, 1, 1, 1)
    return measuring.Measures(
        scans=20,
        variants=1,
        lit=measuring.Spread(lit, low, lit, 1),
        structure=measuring.Spread(structure, structure, structure, structure),
        distance=whole,
        nearly_black=0,
        labels=labels,
    )


def change(positives: int = 20, lost: float | None = 0, flipped: float = 0) -> LabelChange:
    return LabelChange("disc", 0.0, 0.0, flipped, positives, lost)


@pytest.mark.parametrize(
    ("measured", "verdict"),
    [
        (measures(), "green"),
        (measures(lit=0.91), "green"),
        (measures(lit=0.89), "amber"),
        (measures(lit=0.74), "red"),
        (measures(low=0.74), "amber"),
        (measures(low=0.49), "red"),
        (measures(structure=0.79), "amber"),
        (measures(structure=0.59), "red"),
        (measures(labels=(change(lost=0.19),)), "green"),
        (measures(labels=(change(lost=0.21),)), "amber"),
        (measures(labels=(change(lost=0.36),)), "red"),
        (measures(labels=(change(positives=7, lost=1.0),)), "green"),
        (measures(labels=(change(positives=0, lost=None, flipped=0.4),)), "red"),
    ],
)
def test_the_verdict_is_that_of_the_worst_limit(measured, verdict):
    found = safety.judged("It", Recipe(), measured)
    assert found.verdict == verdict
    assert bool(found.reasons) == (verdict != "green")


def test_every_limit_has_a_reason_and_reds_lie_beyond_ambers():
    for limit in LIMITS:
        assert 0 < limit.amber < limit.red < 1
        assert limit.reason.endswith(".")


def test_the_sample_is_of_validation_scans_with_each_label_and_without_black_ones():
    pixels, truth = scans(80)
    pixels[1:40:2] = 0
    truth[41] = truth[43] = (1, 1)
    truth[1:40:2] = 0
    data = store(pixels, truth)
    drawn = sample.draw(data, 12, 3)
    lit = {scan.tobytes() for scan in pixels[41::2]}
    assert drawn.shape == (12, 64, 64, 1)
    assert {scan.tobytes() for scan in drawn} <= lit
    assert len({scan.tobytes() for scan in drawn}) == 12
    assert (drawn == sample.draw(data, 12, 3)).all()
    first = [
        truth[41::2][[scan.tobytes() == each.tobytes() for each in pixels[41::2]]][0]
        for scan in drawn[:2]
    ]
    assert [row[i % 2] for i, row in enumerate(first[:2])] == [1, 1]
    assert len(sample.draw(data, 1000)) == 20


def test_a_data_set_of_black_scans_is_refused():
    data = store(np.zeros((6, 16, 16, 1), np.uint8), np.ones((6, 2), np.float32))
    with pytest.raises(ScanLabError, match="every scan of data set 'drawn' is black"):
        sample.draw(data, 4)
