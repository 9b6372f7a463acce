"""The true loop: a real worker process trains the tiny network on generated scans."""

import os
import shutil
import signal
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from mlcore.errors import ScanLabError
from mlcore.runs import folder, history, queue, results, state
from mlcore.train import jobs
from mlcore.train.config import TrainConfig
from mlcore.train.recorder import Recorder
from tests import scans
from tests.trained import trained

TINY = TrainConfig("squares", model="tiny", epochs=12, batch=10, learning_rate=0.01, seed=3)


PROCESSES = Path("/proc")


def finished(config: TrainConfig) -> folder.Run:
    run = jobs.start(config)
    assert jobs.wait(run) == "finished", run.log_file.read_text()
    return run


def worker_pid(run: folder.Run) -> int:
    """The process that works on this run, found by its command line."""
    for process in PROCESSES.glob("[0-9]*/cmdline"):
        try:
            if str(run.folder).encode() in process.read_bytes():
                return int(process.parent.name)
        except OSError:
            continue
    raise AssertionError("no worker is running")


def until(condition, seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


def test_a_run_learns_what_is_easy_and_writes_all_it_promises():
    scans.make()
    run = finished(TINY)
    result = results.of(run)
    assert result["epochs"] == 12
    assert result["val"]["f1_macro"] > 0.9
    assert set(result["val"]["f1"]) == set(scans.LABELS)
    epochs = run.epochs()
    assert [line["epoch"] for line in epochs] == list(range(1, 13))
    assert epochs[-1]["train"]["loss"] < epochs[0]["train"]["loss"]
    assert epochs[0]["learning_rate"] > epochs[-1]["learning_rate"]
    assert run.environment["packages"]["tensorflow"]
    assert run.environment["cleaning"] is None
    assert history.read(run).trivial["auc"] == 0.5
    until(run.onnx_file.exists)
    card = run.model_card
    assert card["labels"] == list(scans.LABELS)
    assert card["fingerprint"] == run.config["fingerprint"]
    assert len(np.load(run.predictions_file("val"))["id"]) == 30
    assert len(np.load(run.predictions_file("test"))["id"]) == 10


@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
@pytest.mark.skipif(not PROCESSES.is_dir(), reason="finds the worker by its command line")
def test_a_killed_run_is_lost_and_resumes_without_gap_or_repeat(monkeypatch):
    scans.make(train=400)
    config = replace(TINY, epochs=40, augmentation="gentle")
    undisturbed = trained(config)
    run = jobs.start(config)
    until(lambda: len(run.epochs()) >= 3)
    os.kill(worker_pid(run), signal.SIGKILL)
    assert state.state(run) == "running", "a fresh heartbeat still counts"
    assert state.state(run, now=time.time() + state.STALE_AFTER) == "lost"
    monkeypatch.setattr(state, "STALE_AFTER", 0.0)
    assert state.state(run) == "lost"
    with open(run.metrics_file, "ab") as file:
        file.write(b'{"kind": "batch", "epo')
    jobs.resume(run)
    monkeypatch.undo()
    assert jobs.wait(run) == "finished", run.log_file.read_text()
    assert [line["epoch"] for line in run.epochs()] == list(range(1, 41))
    loss = [line["val"]["loss"] for line in run.epochs()]
    expected = [line["val"]["loss"] for line in undisturbed.epochs()]
    np.testing.assert_allclose(loss, expected, rtol=0.02)


def test_a_run_stops_when_asked_keeps_its_model_and_can_go_on():
    scans.make(train=400)
    run = jobs.start(replace(TINY, epochs=200))
    until(lambda: len(run.epochs()) >= 2)
    state.request_stop(run)
    assert jobs.wait(run) == "stopped"
    done = len(run.epochs())
    assert 2 <= done < 200
    assert run.model_card["labels"] == list(scans.LABELS)
    with pytest.raises(ScanLabError, match="already stopped"):
        state.request_stop(run)
    jobs.resume(run)
    until(lambda: len(run.epochs()) > done)
    state.request_stop(run)
    assert jobs.wait(run) == "stopped"
    assert [line["epoch"] for line in run.epochs()] == list(range(1, len(run.epochs()) + 1))


def test_a_second_run_waits_for_the_first_and_then_starts_by_itself():
    scans.make(train=400)
    first = jobs.start(replace(TINY, epochs=30))
    second = jobs.start(TINY)
    assert state.state(second) == "queued"
    assert [run.name for run in queue.waiting()] == [second.name]
    assert jobs.wait(first) == "finished"
    until(lambda: state.state(second) == "finished", 90)


def test_a_run_that_cannot_go_on_fails_with_one_sentence_and_lets_the_next_one_start():
    scans.make(train=400)
    first = jobs.start(replace(TINY, epochs=30))
    doomed, last = jobs.start(TINY), jobs.start(replace(TINY, seed=4))
    until(lambda: len(first.epochs()) >= 1)
    data = scans.dataset.load("squares")
    hidden = data.folder.with_name("elsewhere")
    shutil.move(data.folder, hidden)
    until(lambda: state.state(doomed) == "failed")
    assert "there is no data set 'squares'" in doomed.status["error"]
    until(lambda: state.state(last) == "failed")


def test_a_loss_that_is_no_number_ends_the_run_with_a_remedy():
    run = folder.create(TINY.to_json())
    truth = np.zeros((3, 2), np.float32)
    with (
        Recorder(run, scans.LABELS, truth, truth, lambda: 0.1) as recorder,
        pytest.raises(ScanLabError, match="learning rate ten times smaller"),
    ):
        recorder.batch(1, 4, 10, float("nan"))
