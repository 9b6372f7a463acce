import numpy as np
import pytest

from mlcore.predict import models, robustness
from mlcore.predict.robustness import CORRUPTIONS
from tests import finished_runs
from tests.evaluate.planted import demo_run


def picture() -> np.ndarray:
    return np.random.default_rng(0).integers(60, 200, (4, 32, 32, 1)).astype(np.uint8)


@pytest.mark.parametrize("corruption", CORRUPTIONS, ids=lambda row: row.name)
def test_a_stronger_change_is_farther_from_the_scan(corruption):
    smooth = np.add.outer(np.arange(32), np.arange(32) * 2)[None, ..., None].astype(np.uint8)
    away = [
        np.abs(robustness.changed(smooth, corruption.name, amount).astype(float) - smooth).mean()
        for amount in corruption.amounts
    ]
    assert len(away) == 5
    assert (np.diff(away) > 0).all()


def test_the_same_scans_are_changed_alike_each_time():
    pixels = picture()
    first, again = (robustness.changed(pixels, "noise", 8.0) for _ in range(2))
    assert (first == again).all()
    assert first.shape == pixels.shape
    assert first.dtype == np.uint8


@pytest.mark.parametrize("corruption", CORRUPTIONS, ids=lambda row: row.name)
def test_colour_scans_keep_their_channels(corruption):
    pixels = picture().repeat(3, axis=3)
    assert robustness.changed(pixels, corruption.name, corruption.amounts[0]).shape == pixels.shape


def test_scores_of_every_strength_are_kept_beside_those_of_the_scans_as_they_are():
    run, given = demo_run(0.3)
    finished_runs.serve(run, labels=3)
    predictor = models.load(run)
    assert robustness.stored(run, "val") is None
    found = robustness.measure(run, predictor, "val")
    assert robustness.stored(run, "val") == found
    assert found["n"] == len(given)
    assert len(found["rows"]) == 1 + 5 * len(CORRUPTIONS)
    assert set(found["rows"][0]["scores"]) == set(robustness.METRICS)
    # The served stand-in reads brightness alone, so fading all contrast changes nothing.
    auc = {
        (row["corruption"], row["strength"]): row["scores"]["auc"]["value"] for row in found["rows"]
    }
    assert auc["contrast", 5] == pytest.approx(auc["none", 0], abs=0.02)
