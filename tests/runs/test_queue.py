"""The order of waiting runs and how many train at once."""

import subprocess
import sys
from pathlib import Path

import pytest

from mlcore import paths
from mlcore.errors import ScanLabError
from mlcore.runs import folder, queue, state

PROJECT = Path(__file__).resolve().parents[2]


def names() -> list[str]:
    return [run.name for run in queue.waiting()]


def test_the_oldest_waits_in_front_until_somebody_moves_it():
    first, second, third = (folder.create({}) for _ in range(3))
    assert names() == [first.name, second.name, third.name]
    queue.move(third, -1)
    assert names() == [first.name, third.name, second.name]
    queue.move(first, 5)
    assert names() == [third.name, second.name, first.name]
    newest = folder.create({})
    assert names()[-1] == newest.name, "who comes later waits behind them"
    queue.move(second, -9)
    assert names()[0] == second.name


def test_a_run_that_does_not_wait_cannot_be_moved():
    run = folder.create({})
    state.mark_launched(run)
    with pytest.raises(ScanLabError, match="is running; only a queued run"):
        queue.move(run, 1)


def test_one_run_at_a_time_unless_somebody_says_otherwise():
    assert queue.limit() == 1
    queue.set_limit(3)
    assert queue.limit() == 3
    with pytest.raises(ScanLabError, match="0 runs at once cannot be; expected 1 to 16"):
        queue.set_limit(0)


@pytest.mark.parametrize("text", ["[1]", '{"runs_at_once": "many"}', '{"runs_at_once": 0}', "{"])
def test_a_setting_that_cannot_be_read_counts_as_none(text):
    paths.home().mkdir(parents=True)
    (paths.home() / "settings.json").write_text(text)
    assert queue.limit() == queue.AT_ONCE


def test_a_paused_run_keeps_its_place():
    run = folder.create({})
    state.mark_launched(run)
    state.request_pause(run)
    assert [each.name for each in queue.at_work()] == [run.name]


LAUNCH = """
from mlcore.runs.folder import Run
from mlcore.train import jobs, processes

def record(run):
    with open(run.folder / "launched-by", "a") as file:
        file.write("x")

processes.spawn = record
for _ in range(20):
    jobs.start_waiting()
"""


def test_two_programs_over_one_store_start_each_run_once_and_no_more_than_the_limit():
    runs = [folder.create({}) for _ in range(6)]
    queue.set_limit(4)
    both = [subprocess.Popen([sys.executable, "-c", LAUNCH], cwd=PROJECT) for _ in range(2)]
    assert [each.wait(120) for each in both] == [0, 0]
    launched = [run for run in runs if (run.folder / "launched-by").exists()]
    assert launched == runs[:4]
    assert {(run.folder / "launched-by").read_text() for run in launched} == {"x"}
