import json

from mlcore.runs import folder, results, state


def test_a_queued_run_has_no_results_yet():
    run = folder.create({})
    assert results.of(run) == {
        "run": run.name,
        "state": "queued",
        "epochs": 0,
        "seconds": 0,
        "images_per_second": None,
        "val": None,
    }


def test_results_are_sums_and_means_over_the_epochs_and_the_last_scores():
    run = folder.create({})
    lines = [
        {"kind": "begin", "epoch": 0, "trivial": {}},
        {"kind": "batch", "epoch": 1, "step": 1, "steps": 1, "loss": 9.0},
        {"kind": "epoch", "epoch": 1, "seconds": 2.5, "images_per_second": 100.0, "val": {"a": 1}},
        {"kind": "epoch", "epoch": 2, "seconds": 1.25, "images_per_second": 200.0, "val": {"a": 2}},
    ]
    run.metrics_file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    state.mark_launched(run)
    assert results.of(run) == {
        "run": run.name,
        "state": "running",
        "epochs": 2,
        "seconds": 3.75,
        "images_per_second": 150,
        "val": {"a": 2},
    }


def test_without_a_validation_part_there_are_no_scores():
    run = folder.create({})
    line = {"kind": "epoch", "epoch": 1, "seconds": 1.0, "images_per_second": 10.0, "train": {}}
    run.metrics_file.write_text(json.dumps(line) + "\n")
    assert results.of(run)["val"] is None
