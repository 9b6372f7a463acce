import json

import pytest

from mlcore import atomic
from mlcore.augment import presets
from mlcore.errors import ScanLabError
from mlcore.runs import folder, state
from tests import finished_runs

SCORES = {
    "f1_macro": 0.5,
    "f1_tuned_macro": 0.75,
    "average_precision_macro": 0.25,
    "auc_macro": None,
}


@pytest.fixture
def finished() -> folder.Run:
    """A finished run with one scored epoch."""
    run = finished_runs.make()
    line = {"kind": "epoch", "epoch": 1, "seconds": 2.0, "images_per_second": 30.0, "val": SCORES}
    run.metrics_file.write_text(json.dumps(line) + "\n")
    return run


def test_runs_are_listed_with_their_last_scores(answer, finished):
    assert answer("runs", "list") == [
        {
            "run": finished.name,
            "state": "finished",
            "epochs": 1,
            "planned": 1,
            "seconds": 2.0,
            "images_per_second": 30.0,
            "dataset": "squares",
            "model": "tiny",
            "has_model": True,
            "f1_macro": 0.5,
            "f1_tuned_macro": 0.75,
            "average_precision_macro": 0.25,
            "auc_macro": None,
            "best": {
                "f1_tuned_macro": 0.75,
                "average_precision_macro": 0.25,
                "auc_macro": None,
            },
            "settings": {"model": "tiny", "epochs": 1},
            "fingerprint": None,
            "marks": {"star": False, "archived": False, "tags": [], "note": ""},
            "members": [],
        }
    ]


def test_without_a_verb_runs_are_listed_for_people(call, finished):
    told = call("runs").stdout
    row = next(line.split() for line in told.splitlines() if finished.name in line)
    assert row == [finished.name, "finished", "squares", "tiny", "1", "0.750"]


def test_an_empty_store_has_an_empty_list(answer):
    assert answer("runs", "list") == []


def test_a_run_is_shown_with_its_settings_and_scores(answer, call, finished):
    shown = answer("runs", "show", "latest")
    assert shown["run"] == finished.name
    assert shown["config"] == {"dataset": "squares", "model": "tiny", "epochs": 1}
    assert shown["val"] == SCORES
    assert shown["error"] is None
    told = call("runs", "show", finished.name).stdout
    assert told.startswith(f"Run {finished.name}: finished\n")
    assert "0.750" in told
    assert "–" in told, "an undefined score is a dash"


def test_a_run_says_what_it_learnt_from(call, finished):
    study = presets.get("study").recipe
    config = finished.config | {"augmentation": study.to_yaml(), "augmented_copies": 10}
    atomic.write_json(finished.folder / "config.json", config)
    facts = {"name": "study", "digest": study.digest, "scans": 12_000, "copies": 120_000}
    atomic.write_json(finished.folder / "environment.json", {"augmentation": facts})
    told = call("runs", "show", "latest").stdout
    assert ["augmentation", "study"] in [line.split() for line in told.splitlines()]
    assert "learns from 12,000 scans + 120,000 copies of them (study)\n" in told
    facts |= {"name": None, "copies": 0}
    atomic.write_json(finished.folder / "environment.json", {"augmentation": facts})
    told = call("runs", "show", "latest").stdout
    assert f"12,000 scans, changed anew in every epoch (recipe {study.digest})\n" in told


def test_a_failed_run_says_why(answer, call):
    run = folder.create({})
    state.mark_launched(run)
    state.write_status(run, "failed", error="the loss is no longer a number")
    assert answer("runs", "show", run.name)["error"] == "the loss is no longer a number"
    assert "the loss is no longer a number" in call("runs", "show", run.name).stdout


def test_a_run_is_asked_to_stop(call):
    run = folder.create({})
    state.mark_launched(run)
    told = call("runs", "stop", run.name[:-1]).stdout
    assert told == f"run {run.name} will stop after its current batch\n"
    assert state.stop_requested(run)


def test_an_ended_run_cannot_be_stopped(call, finished):
    with pytest.raises(ScanLabError, match="already finished"):
        call("runs", "stop", finished.name)


def test_a_run_is_deleted_after_asking(call, finished):
    kept = call("runs", "delete", finished.name)  # nobody answers
    assert kept.exit_code == 1
    assert folder.all_runs() == [finished]
    assert call("runs", "delete", finished.name, "--yes").exit_code == 0
    assert folder.all_runs() == []


def test_a_running_run_is_not_deleted(call):
    run = folder.create({})
    state.mark_launched(run)
    with pytest.raises(ScanLabError, match="is running; stop it before you delete it"):
        call("runs", "delete", run.name, "--yes")
    assert folder.all_runs() == [run]


@pytest.mark.parametrize("verb", ["show", "stop", "delete"])
def test_an_unknown_run_is_refused(call, verb):
    with pytest.raises(ScanLabError, match="no run 'nothing'"):
        call("runs", verb, "nothing")
