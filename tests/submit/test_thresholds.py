"""Rules that decide a submission: where a label is rare its threshold moves to the shared one."""

import numpy as np
import pytest

from mlcore.errors import ScanLabError
from mlcore.evaluate import decisions, tuning
from mlcore.submit import expected, thresholds
from tests import finished_runs


@pytest.fixture
def run():
    run = finished_runs.make()
    truth, probability = finished_runs.answers(200)
    truth[8:, 1] = 0
    finished_runs.keep_answers(run, truth, probability)
    return run


def test_by_default_the_run_decides(run):
    assert thresholds.chosen(run, thresholds.DEFAULT).by_label == finished_runs.THRESHOLDS


def test_the_rarer_a_label_the_more_its_threshold_is_the_shared_one(run):
    choice = tuning.tune(run, tuning.Wish(shrink=thresholds.SHRINK)).choice
    found = thresholds.chosen(run, "shrunk").thresholds
    assert choice.weight[0] > 0.85
    assert choice.weight[1] < 0.45
    low, high = np.minimum(choice.own, choice.shared), np.maximum(choice.own, choice.shared)
    assert ((low <= found) & (found <= high)).all()
    assert not decisions.are_chosen(run), "nothing is saved"


def test_what_is_expected_follows_the_rule(run):
    at = thresholds.chosen(run, "shrunk").thresholds
    _, probability = finished_runs.answers(200)
    told = expected.of(run, "shrunk")
    assert told["small"].yes == int((probability[:, 1] >= at[1]).sum())


def test_an_unknown_rule_is_named(run):
    with pytest.raises(ScanLabError, match="rule is 'luck'; expected run or shrunk"):
        thresholds.chosen(run, "luck")
