import json

import numpy as np
import pytest

from mlcore import atomic
from mlcore.errors import ScanLabError
from mlcore.evaluate import answers, decisions, evaluation, tuning
from mlcore.evaluate.decisions import Decisions
from mlcore.evaluate.tuning import Wish
from mlcore.predict import models
from tests import finished_runs
from tests.finished_runs import LABELS, THRESHOLDS


@pytest.fixture
def run():
    run = finished_runs.make()
    for split in ("val", "test"):
        finished_runs.keep_answers(run, *finished_runs.answers(n=200), split=split)
    return run


def test_without_a_choice_those_of_the_training_hold(run):
    assert decisions.of(run).by_label == THRESHOLDS
    assert not decisions.are_chosen(run)


def test_a_choice_holds_until_it_is_forgotten(run):
    chosen = tuning.tune(run, Wish("sensitivity", (("least", 0.95),), "platt", 20)).decisions
    decisions.save(run, chosen)
    kept = decisions.of(run)
    assert decisions.are_chosen(run)
    assert kept.by_label == chosen.by_label
    assert kept.digest == chosen.digest
    assert kept.rule == {
        "criterion": "sensitivity",
        "parameters": {"least": 0.95},
        "shrink": 20,
        "n": 200,
    }
    decisions.forget(run)
    assert decisions.of(run).by_label == THRESHOLDS


def test_everybody_who_answers_reads_the_choice(run):
    finished_runs.serve(run)
    before = models.load(run)
    curves = ({"slope": 2.0, "height": 0.5}, None)
    decisions.save(run, Decisions(LABELS, np.array([0.9, 0.1]), "platt", curves))
    raw = before.raw(np.full((1, 16, 16, 1), 100, np.uint8))
    after = models.load(run)
    given = after.probabilities(np.full((1, 16, 16, 1), 100, np.uint8))
    odds = raw[0, 0] / (1 - raw[0, 0])
    assert given[0, 0] == pytest.approx(1 / (1 + np.exp(-0.5) / odds**2), abs=1e-6)
    assert given[0, 1] == raw[0, 1]
    assert after.decisions.by_label == {"large": 0.9, "small": 0.1}
    assert evaluation.evaluate(run)["thresholds"] == {"large": 0.9, "small": 0.1}
    assert (
        answers.of(run, "val").probability[:, 0] != answers.as_kept(run, "val").probability[:, 0]
    ).any()


def test_an_evaluation_made_before_the_choice_counts_no_longer(run):
    evaluation.evaluate(run)
    assert evaluation.stored(run, "val")
    decisions.save(run, Decisions(LABELS, np.array([0.9, 0.1])))
    assert evaluation.stored(run, "val") is None


def test_a_choice_for_an_earlier_model_of_the_run_holds_no_longer(run):
    decisions.save(run, Decisions(LABELS, np.array([0.9, 0.1])))
    atomic.write_json(run.folder / "model.json", run.model_card | {"parameters": 5})
    assert decisions.of(run).by_label == THRESHOLDS


@pytest.mark.parametrize("content", ["", "{}", "[1]", '{"version": 1, "thresholds": "x"}'])
def test_a_broken_file_is_as_none(run, content):
    decisions.file(run).write_text(content)
    assert decisions.of(run).by_label == THRESHOLDS


def test_the_file_is_plain_json(run):
    decisions.save(run, tuning.tune(run, Wish(method="isotonic")).decisions)
    kept = json.loads(decisions.file(run).read_text())
    assert list(kept) == ["version", "model", "thresholds", "calibration", "rule"]
    assert kept["calibration"]["method"] == "isotonic"
    assert set(kept["calibration"]["curves"]) == set(LABELS)


def test_thresholds_that_are_no_numbers_are_refused():
    with pytest.raises(ScanLabError, match="2 thresholds were expected"):
        Decisions(LABELS, np.array([0.5, np.nan]))


def test_thresholds_are_chosen_on_validation_whatever_the_test_part_says(run):
    before = tuning.tune(run, Wish()).decisions.by_label
    truth, probability = finished_runs.answers(n=50)
    finished_runs.keep_answers(run, 1 - truth, probability, split="test")
    assert tuning.tune(run, Wish()).decisions.by_label == before


def test_the_effect_on_a_part_is_what_an_evaluation_will_say(run):
    tuned = tuning.tune(run, Wish("specificity", (("least", 0.8),), "temperature"))
    told = tuning.effect(answers.as_kept(run, "test"), tuned.decisions)
    decisions.save(run, tuned.decisions)
    found = evaluation.evaluate(run, "test")["metrics"]["f1"]["value"]
    assert found == pytest.approx(told.macro("f1"), abs=1e-6)
