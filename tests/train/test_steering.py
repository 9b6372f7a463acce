"""Pausing, going on for more epochs, and choosing an epoch, with a real worker where it matters."""

import sys
import time
from dataclasses import replace

import numpy as np
import pytest

from mlcore.errors import ScanLabError
from mlcore.metrics import scores
from mlcore.runs import panel, state
from mlcore.train import jobs
from mlcore.train.config import TrainConfig
from tests import scans
from tests.train.kills import until
from tests.trained import served, trained

# Keras saves weights by a call that NumPy has announced to change.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")

TINY = TrainConfig("squares", model="tiny", epochs=4, batch=10, learning_rate=0.01, seed=3)


@pytest.mark.skipif(sys.platform == "win32", reason="times of change are coarse there")
def test_a_paused_run_lives_does_nothing_keeps_its_place_and_goes_on_or_stops():
    scans.make(train=400)
    run = jobs.start(replace(TINY, epochs=5000))
    until(lambda: len(run.epochs()) >= 1)
    state.request_pause(run)
    assert state.state(run) == "paused"
    time.sleep(0.5)
    told, beat = run.metrics_file.stat().st_size, (run.folder / "heartbeat").stat().st_mtime
    before, paused = len(run.epochs()), time.time()
    time.sleep(state.BEAT_EVERY + 1)
    assert run.metrics_file.stat().st_size == told
    assert (run.folder / "heartbeat").stat().st_mtime > beat
    waiting = jobs.start(TINY)
    assert state.state(waiting) == "queued"
    state.request_stop(waiting)
    paused = time.time() - paused
    state.end_pause(run)
    until(lambda: len(run.epochs()) > before)
    last, held = run.epochs()[before - 1 : before + 1]
    learnt = 400 / held["images_per_second"]
    assert held["time"] - last["time"] > learnt + paused, "a pause is no part of learning's time"
    state.request_pause(run)
    state.request_stop(run)
    assert jobs.wait(run) == "stopped"
    with pytest.raises(ScanLabError, match="is stopped, not paused"):
        state.end_pause(run)
    with pytest.raises(ScanLabError, match="only a running run can be paused"):
        state.request_pause(run)


def test_a_finished_run_goes_on_for_more_epochs_and_any_kept_epoch_can_be_its_model():
    scans.make(train=400)
    run = served(TINY)
    with pytest.raises(ScanLabError, match="was to have 4 epochs already"):
        jobs.extend(run, 4)
    jobs.extend(run, 6)
    assert jobs.wait(run) == "finished", run.log_file.read_text()
    epochs = run.epochs()
    assert [line["epoch"] for line in epochs] == [1, 2, 3, 4, 5, 6]
    assert epochs[4]["learning_rate"] > epochs[3]["learning_rate"] > epochs[5]["learning_rate"]
    assert run.config["epochs"] == 4, "what was asked for at first stays as it was"
    assert run.planned == 6
    assert run.snapshots() == [1, 2, 3, 4, 5, 6]
    assert panel.read(run).probability.shape == (6, 12, 2)

    until(lambda: not state.beating(run))
    with pytest.raises(ScanLabError, match=r"epoch 9 .* are not kept; kept: 1, 2"):
        jobs.pick(run, 9)
    assert run.model_card["epoch"] == 6
    jobs.pick(run, 2)
    until(lambda: not state.beating(run))
    assert state.state(run) == "finished"
    assert run.model_card["epoch"] == 2
    assert run.onnx_file.exists()
    with np.load(run.predictions_file("val")) as kept:
        given = scores.score(kept["truth"], kept["probability"], scans.LABELS)
    expected = epochs[1]["val"]["average_precision_macro"]
    assert given.macro("average_precision") == pytest.approx(expected, abs=1e-6)


def test_each_line_tells_of_speed_rate_processor_and_memory():
    scans.make(train=400)
    run = trained(replace(TINY, epochs=2))
    begin, *lines = run.history()
    assert set(begin["prevalence"]) == set(scans.LABELS)
    assert begin["present"]["large"] == 13
    assert 0 < begin["trivial"]["loss"] < 0.7
    for line in lines:
        assert 0 < line["learning_rate"] <= 0.01
        assert line["cpu_percent"] >= 0
        assert line["megabytes"] is None or line["megabytes"] > 100
    for name in ("precision", "recall", "spread", "threshold", "answered_yes"):
        assert set(lines[-1]["val"][name]) == set(scans.LABELS)
