import json
from typing import Any

import pytest

from mlcore.runs import folder, history
from mlcore.runs.folder import Run


def batch(epoch: int, step: int, loss: float) -> dict[str, Any]:
    return {"kind": "batch", "epoch": epoch, "step": step, "steps": 4, "loss": loss}


def epoch(number: int, f1: float | None, seconds: float = 2.0) -> dict[str, Any]:
    part = {"loss": 1 / number, "f1_macro": f1, "f1": {"edema": f1, "cyst": None}}
    own = {"epoch": number, "seconds": seconds, "images_per_second": 9.0}
    return {"kind": "epoch", **own, "train": part, "val": part}


def run_with(*lines: dict[str, Any], epochs: int = 10) -> Run:
    run = folder.create({"epochs": epochs})
    run.metrics_file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return run


def test_a_run_that_has_not_begun_has_nothing_to_draw():
    past = history.read(run_with())
    assert len(past.epochs) == len(past.batches) == 0
    assert past.planned == 10
    assert past.trivial == {}
    assert past.done == 0
    assert past.seconds_left is None
    assert past.best("val_f1_macro") is None


def test_each_epoch_is_a_row_with_a_column_per_score_part_and_label():
    past = history.read(run_with(epoch(1, 0.25), epoch(2, 0.5)))
    assert past.epochs["epoch"].tolist() == [1, 2]
    assert past.epochs["train_loss"].tolist() == [1, 0.5]
    assert past.epochs["val_f1_macro"].tolist() == [0.25, 0.5]
    assert past.epochs["val_f1:edema"].tolist() == [0.25, 0.5]
    assert past.epochs["val_f1:cyst"].isna().all()
    assert "time" not in past.epochs
    assert set(past.epochs.columns) >= {"seconds", "train_f1:edema"}


def test_batches_lie_along_the_epochs():
    past = history.read(run_with(batch(1, 2, 0.9), batch(1, 4, 0.8), batch(2, 1, 0.7)))
    assert past.batches["at"].tolist() == [0.5, 1, 1.25]
    assert past.batches["loss"].tolist() == [0.9, 0.8, 0.7]


def test_what_is_done_counts_the_part_of_the_epoch_at_work():
    lines = [batch(1, 4, 0.8), epoch(1, 0.5), batch(2, 3, 0.7)]
    assert history.read(run_with(*lines)).done == 1.75
    assert history.read(run_with(*lines[:2])).done == 1
    assert history.read(run_with(epoch(1, 0.5), epoch(2, 0.5))).done == 2
    assert history.read(run_with(*lines, epochs=1)).done == 1, "never more than planned"


def test_the_time_left_follows_the_latest_epochs():
    seconds = [60, 4, 2, 3]
    lines = [epoch(i, 0.5, each) for i, each in enumerate(seconds, start=1)]
    assert history.read(run_with(*lines)).seconds_left == pytest.approx(3 * 6)
    assert history.read(run_with(*lines, batch(5, 2, 0.1))).seconds_left == pytest.approx(3 * 5.5)
    assert history.read(run_with(*lines, epochs=4)).seconds_left == 0


def test_best_and_last_leave_out_what_is_undefined():
    past = history.read(run_with(epoch(1, None), epoch(2, 0.75), epoch(3, 0.5)))
    assert past.best("val_f1_macro") == 0.75
    assert past.last("val_f1_macro") == 0.5
    assert past.best("val_f1:cyst") is None
    assert past.last("val_f1:cyst") is None
    assert past.best("val_unheard_of") is None
    assert history.read(run_with(epoch(1, 0.75), epoch(2, None))).last("val_f1_macro") is None


def test_the_trivial_scores_are_those_of_the_beginning():
    begin = {"kind": "begin", "epoch": 0, "trivial": {"auc": 0.5, "f1": None}}
    assert history.read(run_with(begin, epoch(1, 0.5))).trivial == {"auc": 0.5, "f1": None}


def test_a_data_set_without_validation_part_has_training_columns_only():
    line = epoch(1, 0.5)
    del line["val"]
    past = history.read(run_with(line))
    assert past.last("train_f1_macro") == 0.5
    assert not [column for column in past.epochs if column.startswith("val")]
