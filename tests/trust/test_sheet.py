"""The sheet of one scan: everything beside the answer, and what is held back."""

import json

import numpy as np
import pytest

from mlcore.data import dataset
from mlcore.evaluate import decisions
from mlcore.predict import models
from mlcore.trust import meaning, ready, sheet, stability
from tests import finished_runs, trusted


@pytest.fixture
def run():
    return trusted.run()


@pytest.fixture
def predictor(run):
    return models.load(run)


def test_a_sheet_says_all_of_a_new_scan(run, predictor):
    scan = trusted.pixels(1, seed=4)[0]
    told = sheet.of(run, predictor, scan, variants=4)
    assert told.decided and told.gate.passed
    assert list(told.labels) == ["large", "small"]
    large = told.labels["large"]
    assert large.probability == pytest.approx(scan.mean() / 255, abs=1e-4)
    assert large.answer in ("yes", "no", "unsure")
    assert large.meaning.scans == 20
    sure = sheet.of(run, predictor, scan, error=0.5).labels
    assert all("; of the " in each.reason for each in sure.values() if each.answer in ("yes", "no"))
    assert large.stability.variants == 4
    assert len(told.nearest) == 5
    assert [near.distance for near in told.nearest] == sorted(n.distance for n in told.nearest)
    assert told.notes == ()
    assert json.loads(json.dumps(told.to_json(), allow_nan=False))["decided"] is True


def test_outside_the_gate_no_answer_leaves_the_sheet(run, predictor):
    told = sheet.of(run, predictor, 255 - trusted.pixels(1)[0])
    assert not told.decided
    assert [each["answer"] for each in told.to_json()["labels"].values()] == [None, None]
    assert told.labels["large"].answer is not None


def test_a_training_scan_finds_itself_first(run, predictor):
    data = dataset.load("discs")
    told = sheet.of(run, predictor, np.asarray(data.pixels[7]))
    first = told.nearest[0]
    assert (first.id, first.row, first.identical, first.distance) == ("7.png", 7, True, 0.0)
    assert first.labels == {
        label: bool(value) for label, value in zip(data.labels, data.targets[7], strict=True)
    }
    assert not any(near.identical for near in told.nearest[1:])


def test_a_black_scan_has_no_neighbours(run, predictor):
    told = sheet.of(run, predictor, np.zeros((32, 32, 1), np.uint8))
    assert told.gate.kind == "empty"
    assert told.nearest == ()


def test_a_black_scan_is_never_sure_even_for_who_insists(run, predictor):
    told = sheet.of(run, predictor, np.zeros((32, 32, 1), np.uint8))
    assert [each.answer for each in told.labels.values()] == ["unsure", "unsure"]
    assert "this one shows nothing" in told.labels["large"].reason
    assert told.labels["large"].meaning is None, "it is counted on scans that show something"


def test_calibration_comes_before_the_band(run):
    before = ready.load(run).val.probability
    curve = {"temperature": 0.5}
    chosen = decisions.Decisions(
        trusted.LABELS, np.array([0.4, 0.6]), "temperature", (curve, curve)
    )
    decisions.save(run, chosen)
    after = ready.load(run).val.probability
    assert np.allclose(after, chosen.calibrated(before), atol=1e-6)
    assert np.abs(after - before).max() > 0.05


def test_without_validation_answers_the_rest_is_told(run, predictor):
    run.predictions_file("val").unlink()
    told = sheet.of(run, predictor, trusted.pixels(1)[0])
    assert told.gate.passed
    assert (told.labels["large"].answer, told.labels["large"].meaning) == (None, None)
    assert told.notes[0].startswith("What the score stands for cannot be told")


def test_without_the_data_set_there_is_no_gate_but_an_answer(run, predictor):
    dataset.delete("discs")
    told = sheet.of(run, predictor, trusted.pixels(1)[0])
    assert told.gate is None and told.decided
    assert told.labels["large"].answer is not None
    assert told.nearest == ()


def test_a_steady_answer_holds_and_one_at_the_threshold_flips():
    run = trusted.run()
    scan = trusted.pixels(1)[0]
    mean = float(scan.mean() / 255)
    decisions.save(run, decisions.Decisions(trusted.LABELS, np.array([mean, 0.01])))
    at_threshold, sure = stability.of(models.load(run), scan)
    assert at_threshold.flipped > 0.1
    assert "the decision flips on" in at_threshold.sentence
    assert sure.flipped == 0
    assert "the decision holds on all" in sure.sentence
    assert sure.low <= 1 - mean + 0.05 and sure.high >= 1 - mean - 0.05


def test_the_meaning_counts_the_nearest_scores():
    scores = np.linspace(0, 1, 960)
    truth = (np.arange(960) % 10 < 7).astype(np.float32)
    told = meaning.of(0.5, scores, truth)
    assert (told.scans, told.had) == (120, 84)
    assert told.sentence == (
        "Of 120 validation scans with such a score (44 % to 56 %), 7 in 10 had it."
    )
    rare = np.r_[np.full(900, 0.02), np.linspace(0.86, 0.99, 30)]
    high = meaning.of(0.95, rare, np.r_[np.zeros(900), np.ones(30)])
    assert (high.scans, high.had, round(high.low, 2)) == (30, 30, 0.86)
    assert "as high as this scan" in meaning.of(1.5, scores, truth).sentence
    few = meaning.of(0.5, scores[:7], truth[:7])
    assert (few.sentence, few.scans) == (
        "Validation has only 7 scans with a known answer: too few to say.",
        0,
    )


@pytest.mark.parametrize(
    ("had", "said"),
    [
        (0, "none had it"),
        (3, "3 had it"),
        (60, "about half had it"),
        (84, "7 in 10 had it"),
        (118, "all but 2 had it"),
        (120, "all had it"),
    ],
)
def test_shares_are_said_in_words(had, said):
    assert meaning.in_words(had, 120) == said


def test_a_run_that_learnt_of_something_else_is_told_apart():
    run = finished_runs.make("nowhere")
    finished_runs.serve(run)
    told = sheet.of(run, models.load(run), np.zeros((16, 16, 1), np.uint8))
    assert told.gate is None
    assert len(told.notes) == 2
