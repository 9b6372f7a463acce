"""Runs that have not ended are found, however often somebody looks."""

import os
import time

import pytest

from mlcore import paths
from mlcore.runs import folder, live, state
from mlcore.runs.folder import Run


@pytest.fixture(autouse=True)
def remembered_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "SURE_AFTER", -1.0)
    monkeypatch.setattr(live, "_ended", {})


def ended(how: str = "finished") -> Run:
    run = folder.create({})
    state.mark_launched(run)
    state.write_status(run, how)
    return run


def test_waiting_working_and_lost_runs_live_the_newest_first():
    waiting, working, lost = (folder.create({}) for _ in range(3))
    state.mark_launched(working)
    state.mark_launched(lost)
    long_ago = time.time() - 2 * state.STALE_AFTER
    os.utime(lost.folder / "launch", (long_ago, long_ago))
    ended()
    for _ in range(2):
        assert live.runs() == [lost, working, waiting]


@pytest.mark.parametrize("how", state.ENDED)
def test_a_run_that_was_seen_to_have_ended_lives_again_when_it_is_launched(how: str):
    run = ended(how)
    assert live.runs() == live.runs() == []
    state.mark_launched(run)
    assert live.runs() == [run]


def test_an_ended_run_is_not_looked_into_again_before_something_changes(monkeypatch):
    ended(), ended()
    live.runs()
    looked = []
    known = state.state
    monkeypatch.setattr(state, "state", lambda run: looked.append(run) or known(run))
    assert live.runs() == []
    assert looked == []
    new = ended()
    live.runs()
    assert looked == [new]


def test_of_a_folder_that_has_just_changed_nothing_is_remembered(monkeypatch):
    monkeypatch.setattr(live, "SURE_AFTER", 60.0)
    run = ended()
    told = (run.folder / "status.json").read_text()
    assert live.runs() == []
    (run.folder / "status.json").write_text(told.replace("finished", "running"))
    assert live.runs() == [run]


def test_what_is_no_run_is_none():
    assert live.runs() == []
    run = folder.create({})
    (paths.runs() / ".ready").mkdir()
    (paths.runs() / "half").mkdir()
    (paths.runs() / "note.txt").write_text("mine")
    assert live.runs() == folder.all_runs() == [run]
    folder.delete(run)
    assert live.runs() == []
