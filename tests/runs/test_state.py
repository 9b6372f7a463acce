"""What a run is doing follows from its files and the time alone."""

import os
import shutil
import time

import pytest

from mlcore.errors import ScanLabError
from mlcore.runs import folder, state
from mlcore.runs.folder import Run
from mlcore.runs.state import STALE_AFTER

NOW = 1_700_000_000.0


@pytest.fixture
def run() -> Run:
    return folder.create({})


def at(run: Run, name: str, seconds_ago: float) -> None:
    path = run.folder / name
    path.touch()
    os.utime(path, (NOW - seconds_ago, NOW - seconds_ago))


def ended(run: Run, monkeypatch: pytest.MonkeyPatch, how: str, seconds_ago: float) -> None:
    monkeypatch.setattr(time, "time", lambda: NOW - seconds_ago)
    state.write_status(run, how)


def test_a_run_that_nobody_launched_is_queued(run):
    assert state.state(run, NOW) == "queued"


def test_a_queued_run_that_was_asked_to_stop_is_stopped(run):
    state.request_stop(run)
    assert state.state(run) == "stopped"


@pytest.mark.parametrize(("ago", "expected"), [(0, "running"), (19, "running"), (21, "lost")])
def test_a_launched_run_has_some_seconds_for_its_first_sign_of_life(run, ago, expected):
    at(run, "launch", ago)
    assert state.state(run, NOW) == expected


@pytest.mark.parametrize(("ago", "expected"), [(0, "running"), (19, "running"), (21, "lost")])
def test_a_run_lives_as_long_as_its_heart_beats(run, ago, expected):
    at(run, "launch", 3600)
    at(run, "heartbeat", ago)
    assert state.state(run, NOW) == expected


def test_a_beat_now_is_a_sign_of_life(run):
    state.mark_launched(run)
    assert state.state(run, time.time() + STALE_AFTER + 1) == "lost"
    os.utime(run.folder / "launch", (0, 0))
    assert state.state(run) == "lost"
    state.beat(run)
    assert state.state(run) == "running"


@pytest.mark.parametrize("how", state.ENDED)
def test_a_run_that_has_ended_stays_so_without_a_heart(run, monkeypatch, how):
    at(run, "launch", 3600)
    at(run, "heartbeat", 1800)
    ended(run, monkeypatch, how, 1800)
    assert state.state(run, NOW) == how


@pytest.mark.parametrize("how", state.ENDED)
def test_an_end_before_the_latest_launch_no_longer_counts(run, monkeypatch, how):
    ended(run, monkeypatch, how, 1800)
    at(run, "launch", 5)
    assert state.state(run, NOW) == "running"


def test_what_the_worker_is_doing_is_no_end(run, monkeypatch):
    at(run, "launch", 5)
    ended(run, monkeypatch, "running", 4)
    assert state.state(run, NOW) == "running"
    at(run, "launch", 3600)
    assert state.state(run, NOW) == "lost"


def test_a_broken_status_does_not_hide_that_a_run_is_lost(run):
    at(run, "launch", 3600)
    (run.folder / "status.json").write_text('{"state": "fin')
    assert state.state(run, NOW) == "lost"


def test_a_status_keeps_its_facts(run):
    before = time.time()
    state.write_status(run, "failed", error="no memory")
    assert run.status["state"] == "failed"
    assert run.status["error"] == "no memory"
    assert before <= run.status["time"] <= time.time()


def test_asking_a_running_run_to_stop_twice_does_no_harm(run):
    state.mark_launched(run)
    state.request_stop(run)
    state.request_stop(run)
    assert state.stop_requested(run)
    assert state.state(run) == "running", "until its worker has stopped"


def test_a_launch_forgets_an_older_wish_to_stop(run):
    (run.folder / "stop").touch()
    state.mark_launched(run)
    assert not state.stop_requested(run)


@pytest.mark.parametrize("how", state.ENDED)
def test_what_has_ended_cannot_be_stopped(run, how):
    state.mark_launched(run)
    os.utime(run.folder / "launch", (0, 0))
    state.write_status(run, how)
    with pytest.raises(ScanLabError, match=f"{run.name} is already {how}; there is nothing"):
        state.request_stop(run)
    assert not state.stop_requested(run)


def test_what_is_lost_cannot_be_stopped_but_resumed_or_deleted(run):
    at(run, "launch", 0)
    with pytest.raises(ScanLabError, match="is lost, so nothing runs; resume or delete it"):
        state.request_stop(run)


def test_a_copy_of_the_store_keeps_the_states_of_its_runs(tmp_path):
    run = folder.create({})
    state.mark_launched(run)
    state.write_status(run, "finished")
    copy = tmp_path / run.name
    shutil.copytree(run.folder, copy, copy_function=shutil.copyfile)
    late = time.time() + 3600
    os.utime(copy / "launch", (late, late))
    assert state.state(Run(copy)) == "finished"
