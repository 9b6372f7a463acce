"""The worker that waits for a run. Linux only, as it looks for processes."""

import os
import subprocess
import sys
import time
from dataclasses import replace

import pytest

from mlcore import atomic, paths
from mlcore.train import jobs, ready, ready_worker
from mlcore.train.config import TrainConfig
from tests import scans
from tests.train.kills import PROCESSES, PROJECT, until, worker_of

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")

TINY = TrainConfig("squares", model="tiny", epochs=2, batch=10)
DASHBOARD = "import time; from mlcore.train import ready; ready.start(); time.sleep(600)"


def ready_workers() -> list[int]:
    found = []
    for process in PROCESSES.glob("[0-9]*/cmdline"):
        try:
            words = process.read_bytes().split(b"\0")
        except OSError:
            continue
        if b"mlcore.train.ready_worker" in words and str(paths.runs()).encode() in words:
            found.append(int(process.parent.name))
    return found


def test_there_is_one_ready_worker_it_takes_the_next_run_and_ends_with_it(monkeypatch):
    monkeypatch.setenv("MLCORE_READY", "1")
    scans.make()
    for _ in range(3):
        ready.start()
    until(ready.waits)
    (pid,) = ready_workers()
    ready.start()
    assert ready_workers() == [pid]
    run = jobs.start(TINY)
    assert not ready.waits(), "it has been taken"
    until(lambda: worker_of(run))
    assert worker_of(run) == pid
    ready.start()
    assert ready_workers() == [pid], "none is made ready while a run is at work"
    assert jobs.wait(run) == "finished", run.log_file.read_text()
    until(lambda: not ready_workers())


def test_a_ready_worker_ends_with_its_dashboard_however_that_ends():
    scans.make()
    dashboard = subprocess.Popen(
        [sys.executable, "-c", DASHBOARD], cwd=PROJECT, env={**os.environ, "MLCORE_READY": "1"}
    )
    until(ready.waits)
    dashboard.kill()
    dashboard.wait()
    until(lambda: not ready_workers(), 10)
    assert not ready.waits()
    run = jobs.start(TINY)
    assert jobs.wait(run) == "finished", run.log_file.read_text()


def test_what_somebody_is_about_to_start_is_prepared_when_it_has_settled(monkeypatch):
    monkeypatch.setenv("MLCORE_READY", "1")
    data = scans.make()
    ready.expect(TINY)
    file = paths.runs() / ".ready" / "expected"
    expected = ready_worker._Expected(file)
    os.utime(file, (time.time() + 60,) * 2)
    expected.look()
    assert expected.prepared() is None, "it may still change"
    for config in (TINY, replace(TINY, batch=5)):
        ready.expect(config)
        os.utime(file, (time.time() - 60,) * 2)
        expected.look()
        assert expected.prepared().fits(config, data)
    atomic.write_json(file, {"model": "of another version"})
    os.utime(file, (time.time() - 60,) * 2)
    expected.look()
    assert expected.prepared() is None


def test_a_run_offered_to_a_worker_that_does_not_answer_is_taken_back(monkeypatch):
    scans.make()
    monkeypatch.setattr(ready, "waits", lambda: True)
    monkeypatch.setattr(ready, "ANSWER_WITHIN", 0.2)
    (paths.runs() / ".ready").mkdir(parents=True)
    run = jobs.start(TINY)
    assert not (paths.runs() / ".ready" / "next").exists()
    assert jobs.wait(run) == "finished", run.log_file.read_text()


def test_nobody_is_made_ready_where_that_is_switched_off():
    ready.start()
    ready.expect(TINY)
    assert not paths.runs().exists()
