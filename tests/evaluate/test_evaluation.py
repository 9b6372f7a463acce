import json

import numpy as np
import pytest

from mlcore import atomic
from mlcore.errors import ScanLabError
from mlcore.evaluate import answers
from mlcore.evaluate.evaluation import evaluate
from mlcore.metrics import scores, table, trivial
from mlcore.runs import folder, state
from mlcore.runs.folder import Run
from tests import finished_runs, scans
from tests.finished_runs import LABELS, THRESHOLDS, keep_answers


@pytest.fixture
def run() -> Run:
    return finished_runs.make()


def width(run: Run, metric: str = "f1") -> float:
    row = evaluate(run)["metrics"][metric]
    return row["high"] - row["low"]


def test_values_are_those_of_the_one_metric_function_at_the_kept_thresholds(run):
    truth, probability = finished_runs.answers(unknown=0.2)
    keep_answers(run, truth, probability)
    result = evaluate(run)
    limits = np.array(list(THRESHOLDS.values()))
    expected = scores.score(truth, probability, LABELS, limits, table.METRICS)
    assert list(result["metrics"]) == [metric.name for metric in table.METRICS]
    for name, metric in result["metrics"].items():
        main = expected.averages[name][metric["average"]]
        assert metric["value"] == pytest.approx(main, abs=1e-6)
        for average, row in metric["averages"].items():
            assert row["value"] == pytest.approx(expected.averages[name][average], abs=1e-6)
        for label in metric["per_label"]:
            value = expected.by_label(name)[label]
            assert metric["per_label"][label]["value"] == pytest.approx(value, abs=1e-6)


def test_every_value_lies_in_its_interval_and_beside_what_is_trivial(run):
    truth, probability = finished_runs.answers(n=200, unknown=0.2)
    keep_answers(run, truth, probability)
    floor = trivial.trivial(truth)
    metrics = evaluate(run)["metrics"]
    for name in scores.NAMES:
        metric = metrics[name]
        for i, label in enumerate(LABELS):
            row = metric["per_label"][label]
            assert row["trivial"] == pytest.approx(floor[name][i], abs=1e-6)
            assert row["low"] < row["value"] < row["high"]
        assert metric["low"] < metric["value"] < metric["high"]
        assert metric["high"] - metric["low"] < 0.2


def test_more_scans_make_narrower_intervals(run):
    keep_answers(run, *finished_runs.answers(n=50))
    few = width(run)
    keep_answers(run, *finished_runs.answers(n=800))
    assert width(run) == pytest.approx(few / 4, rel=0.4)


def test_the_result_names_run_part_scans_and_thresholds(run):
    keep_answers(run, *finished_runs.answers(n=40))
    result = evaluate(run)
    assert list(result)[:5] == ["run", "split", "n", "groups", "resamples"]
    assert (result["run"], result["split"], result["n"]) == (run.name, "val", 40)
    assert result["thresholds"] == THRESHOLDS
    assert evaluate(run) == result, "the same every time"


def test_both_parts_are_kept_in_one_file(run):
    keep_answers(run, *finished_runs.answers(n=40))
    keep_answers(run, *finished_runs.answers(n=30), split="test")
    val, test = evaluate(run, "val"), evaluate(run, "test")
    assert test["n"] == 30
    assert json.loads((run.folder / "evaluation.json").read_text()) == {"val": val, "test": test}


def test_scans_without_any_known_label_are_left_out(run):
    truth, probability = finished_runs.answers(n=20)
    truth[:5] = np.nan
    truth[5:8, 0] = np.nan
    keep_answers(run, truth, probability)
    kept = answers.of(run, "val")
    assert kept.ids.tolist() == [f"{i}.png" for i in range(5, 20)]
    np.testing.assert_array_equal(kept.truth, truth[5:])
    np.testing.assert_array_equal(kept.probability, probability[5:])
    assert evaluate(run)["n"] == 15


def test_what_is_undefined_is_null_and_does_not_spoil_the_average(run):
    truth, probability = finished_runs.answers()
    truth[:, 1] = 0
    keep_answers(run, truth, probability)
    auc = evaluate(run)["metrics"]["auc"]
    undefined = {"value": None, "low": None, "high": None, "trivial": None}
    undefined |= {"linear": None, "ceiling": None}
    assert auc["per_label"]["small"] == undefined
    assert auc["value"] == auc["per_label"]["large"]["value"]
    assert auc["trivial"] == 0.5


def test_scans_of_a_patient_are_drawn_together(run):
    truth, probability = (part.repeat(10, axis=0) for part in finished_runs.answers(n=20))
    keep_answers(run, truth, probability)
    alone = width(run)
    keep_answers(run, truth, probability, group=np.arange(200) // 10)
    assert width(run) > 2 * alone


def test_training_scans_are_not_scored(run):
    with pytest.raises(ScanLabError, match="split is 'train'; expected val or test"):
        evaluate(run, "train")


@pytest.mark.parametrize(("split", "part"), [("val", "validation"), ("test", "test")])
def test_a_part_the_data_set_does_not_have_is_told(run, split, part):
    scans.make(val=0, test=0)
    with pytest.raises(ScanLabError, match=f"kept no answers .*: its data set has no {part} part"):
        evaluate(run, split)
    assert not (run.folder / "evaluation.json").exists()


def test_a_run_that_has_not_ended_is_told():
    run = folder.create({})
    with pytest.raises(ScanLabError, match="the run is queued"):
        evaluate(run)
    state.mark_launched(run)
    with pytest.raises(ScanLabError, match="the run is running"):
        evaluate(run)


def test_a_part_without_a_known_label_cannot_be_scored(run):
    truth, probability = finished_runs.answers(unknown=1.0)
    keep_answers(run, truth, probability, "test")
    with pytest.raises(ScanLabError, match="no scan of the test part has a known label"):
        evaluate(run, "test")


def test_a_single_scan_can_be_scored(run):
    keep_answers(run, np.array([[1, 0]], np.float32), np.array([[0.9, 0.9]], np.float32))
    metrics = evaluate(run)["metrics"]
    assert metrics["f1"]["per_label"]["large"]["value"] == 1
    assert metrics["f1"]["per_label"]["small"]["value"] == 0
    assert metrics["auc"]["value"] is None
    assert atomic.read_json(run.folder / "evaluation.json")["val"]["n"] == 1
