import numpy as np
import pytest

from mlcore import atomic
from mlcore.errors import ScanLabError
from tests import finished_runs, scans


@pytest.fixture
def run():
    run = finished_runs.make()
    truth, probability = finished_runs.answers(n=40)
    truth[:, 1] = np.where(np.arange(40) < 20, np.nan, 0)
    for split in ("val", "test"):
        finished_runs.keep_answers(run, truth, probability, split)
    return run


def test_scores_have_intervals_and_trivial_answers_per_label(answer, run):
    result = answer("evaluate", run.name)
    assert set(result) > {"run", "split", "n", "metrics", "thresholds"}
    assert (result["run"], result["split"], result["n"]) == (run.name, "val", 40)
    f1 = result["metrics"]["f1"]
    columns = {"value", "low", "high", "trivial", "linear", "ceiling"}
    assert set(f1) == {"per_label", "average", "averages", *columns}
    assert set(f1["averages"]) == {"micro", "weighted", "samples"}
    assert set(f1["per_label"]["large"]) == columns
    assert result["metrics"]["auc"]["per_label"]["small"]["value"] is None
    assert answer("evaluate", run.name, "--split", "test")["split"] == "test"


def test_people_see_a_row_per_score_and_label(call, run):
    told = call("evaluate", "latest").stdout
    rows = [line.split() for line in told.splitlines()]
    assert f"Run {run.name}, 40 val scans" in told
    assert ["auc", "small", *"––––––"] in rows
    assert ["large", "0.400"] in rows
    assert "a little optimistic" in told
    assert "optimistic" not in call("evaluate", "latest", "--split", "test").stdout


def test_averaged_answers_are_scored_but_not_kept(answer, call):
    data = scans.make()
    run, rows = finished_runs.make(), data.rows("val")
    finished_runs.serve(run)
    finished_runs.keep_answers(run, data.targets[rows], np.zeros((len(rows), 2)))
    atomic.write_json(run.folder / "model.json", run.model_card | {"fingerprint": data.fingerprint})
    told = answer("evaluate", run.name, "--tta", 2)
    assert told["n"] == 30
    assert (told["tta"]["variants"], told["tta"]["augmentation"]) == (2, "gentle")
    assert told["metrics"]["auc"]["per_label"]["large"]["value"] > 0.8
    assert "to 2 variants of it" in call("evaluate", run.name, "--tta", 2).stdout
    assert not (run.folder / "evaluation.json").exists()


def test_training_scans_are_refused(call, run):
    with pytest.raises(ScanLabError, match="split is 'train'"):
        call("evaluate", run.name, "--split", "train")
