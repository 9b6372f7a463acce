"""Means of answers to a scan and its variants."""

import numpy as np
import pytest

from mlcore import atomic
from mlcore.augment import library, presets, stream
from mlcore.augment.recipe import Recipe
from mlcore.errors import ScanLabError
from mlcore.predict import data_set, inputs, tta
from mlcore.predict.predictor import Predictor
from mlcore.predict.tta import Averaging
from tests import finished_runs, scans
from tests.predict.test_predictor import png

STUDY = presets.get("study").recipe


@pytest.fixture
def run():
    """Its model calls large the mean brightness of a scan, small the rest."""
    run = finished_runs.make()
    finished_runs.serve(run)
    return run


def test_an_answer_is_the_mean_of_those_to_the_scan_and_its_variants(run):
    predictor, data = Predictor(run), scans.make()
    pixels = np.asarray(data.pixels[:5])
    averaged = predictor.probabilities(pixels, Averaging(3, STUDY))
    by_hand = [pixels]
    for number in range(3):
        seed = stream.seed_for(0, number, 0)
        by_hand.append(np.stack([stream.apply(STUDY, scan, seed).pixels for scan in pixels]))
    brightness = np.mean(by_hand, axis=(0, 2, 3, 4)) / 255
    np.testing.assert_allclose(averaged[:, 0], brightness, atol=1e-6)
    np.testing.assert_allclose(averaged.sum(axis=1), 1, atol=1e-6)
    assert np.abs(averaged - predictor.probabilities(pixels)).max() > 0.01


def test_an_answer_does_not_depend_on_the_files_beside_it(run):
    predictor, pixels = Predictor(run), np.asarray(scans.make().pixels[:3, ..., 0])
    files = [(f"{i}.png", png(scan)) for i, scan in enumerate(pixels)]
    together = list(predictor.answers(inputs.each(files), Averaging(4, STUDY)))
    alone = predictor.answer(*files[2], Averaging(4, STUDY))
    assert together[2].labels == alone.labels
    assert alone.to_json()["tta"] == {
        "variants": 4,
        "augmentation": "study",
        "digest": STUDY.digest,
    }
    assert "tta" not in predictor.answer(*files[2]).to_json()


@pytest.mark.parametrize(
    ("variants", "recipe", "said"),
    [(0, "gentle", "0 variants"), (1001, "gentle", "1 to 1,000"), (3, "none", "changes nothing")],
)
def test_what_cannot_be_averaged_is_refused(variants, recipe, said):
    with pytest.raises(ScanLabError, match=said):
        Averaging(variants, library.resolve(recipe))


def test_no_variants_are_no_averaging_and_no_recipe_is_the_gentle_one():
    assert tta.asked(0, None) is None
    assert tta.asked(2, None) == Averaging(2, presets.get("gentle").recipe)
    with pytest.raises(ScanLabError, match="no variants were asked for; say how many"):
        tta.asked(0, "study")


def test_a_recipe_that_does_not_fit_the_network_s_scans_is_refused_before_the_first_file(run):
    crop = Recipe.from_yaml("- step: crop\n  size: 40\n  measure: pixels\n")
    with pytest.raises(ScanLabError, match="'crop' cuts 40 x 40"):
        Predictor(run).answers([], Averaging(2, crop))


def test_a_part_of_the_data_set_is_answered_as_its_files_would_be(run):
    data = scans.make(unknown=0.4)
    rows = data.rows("test")[data.labelled()[data.rows("test")]]
    finished_runs.keep_answers(run, data.targets[rows], np.zeros((len(rows), 2)), "test")
    atomic.write_json(run.folder / "model.json", run.model_card | {"fingerprint": data.fingerprint})
    predictor, gentle = Predictor(run), tta.asked(2, "gentle")
    given = data_set.averaged(run, predictor, "test", gentle)
    assert len(given.probability) == len(rows) < 10
    answer = predictor.answer("a.png", png(np.asarray(data.pixels[rows[-1], ..., 0])), gentle)
    assert given.probability[-1, 0] == pytest.approx(answer.labels["large"].probability)
    scans.make("squares", train=40)
    with pytest.raises(ScanLabError, match=r"no longer the one run .* evaluate without --tta"):
        data_set.averaged(run, predictor, "test", gentle)
