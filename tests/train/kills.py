"""Ways to end a training that nobody asked for, and what must be true afterwards. Linux only."""

import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mlcore.runs import folder, queue, state
from mlcore.runs.folder import Run, read_lines
from mlcore.train import jobs
from mlcore.train.config import TrainConfig

PROJECT = Path(__file__).resolve().parents[2]
PROCESSES = Path("/proc")
PATIENCE = 120.0

SHELL = """
import json, sys, time
from mlcore.train import jobs
from mlcore.train.config import TrainConfig
jobs.start(TrainConfig(**json.loads(sys.argv[1])))
time.sleep(600)
"""
DASHBOARD = """
import json, sys, time
from mlcore import paths
from mlcore.train import jobs, ready
from mlcore.train.config import TrainConfig
ready.start()
while not ready.waits():
    time.sleep(0.05)
jobs.start(TrainConfig(**json.loads(sys.argv[1])))
time.sleep(600)
"""


@dataclass
class Training:
    """A run and the program that asked for it."""

    run: Run
    starter: subprocess.Popen

    def close(self) -> None:
        self.starter.kill()
        self.starter.wait()


def begin(config: TrainConfig, program: str) -> Training:
    """Start a training from a program of its own."""
    before = {run.name for run in folder.all_runs()}
    starter = subprocess.Popen(
        [sys.executable, "-c", program, json.dumps(config.to_json())],
        cwd=PROJECT,
        env={**os.environ, "MLCORE_READY": "1"},
    )
    until(lambda: {run.name for run in folder.all_runs()} - before)
    return Training(next(run for run in folder.all_runs() if run.name not in before), starter)


def until(condition: Callable[[], object], seconds: float = PATIENCE) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)


def worker_of(run: Run) -> int | None:
    """The process that holds the run's lock."""
    lock = str(run.folder / ".worker-lock")
    for process in PROCESSES.glob("[0-9]*"):
        try:
            if any(str(handle.readlink()) == lock for handle in (process / "fd").iterdir()):
                return int(process.name)
        except OSError:
            continue
    return None


def kill_worker(training: Training) -> None:
    if pid := worker_of(training.run):
        os.kill(pid, signal.SIGKILL)


def kill_starter(training: Training) -> None:
    training.starter.kill()


def terminate_worker(training: Training) -> None:
    if pid := worker_of(training.run):
        os.kill(pid, signal.SIGTERM)


def fill_disk(training: Training) -> None:
    """From now on no file of the worker grows beyond what its metrics have."""
    if pid := worker_of(training.run):
        metrics = training.run.metrics_file
        limit = metrics.stat().st_size + 100 if metrics.exists() else 1000
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (limit, limit))


@dataclass(frozen=True)
class Kind:
    name: str
    program: str
    strike: Callable[[Training], None]
    survives: bool = False
    """The worker goes on as if nothing had happened."""


KINDS = (
    Kind("kill -9 of the worker", SHELL, kill_worker),
    Kind("kill -9 of its parent", SHELL, kill_starter, survives=True),
    Kind("kill -9 of the dashboard", DASHBOARD, kill_starter, survives=True),
    Kind("full disk", SHELL, fill_disk),
    Kind("SIGTERM", SHELL, terminate_worker),
)


def settled(run: Run) -> str:
    """The state when the worker is gone, as it is once its last sign of life is old."""
    until(lambda: worker_of(run) is None)
    if state.state(run) in state.AT_WORK:
        for name in ("launch", "heartbeat"):
            if (run.folder / name).exists():
                os.utime(run.folder / name, (1, 1))
    return state.state(run)


def unreadable(run: Run) -> list[str]:
    """Files that somebody who reads the run would stumble over."""
    bad = []
    for path in run.folder.rglob("[!.]*"):
        try:
            if path.suffix == ".json":
                json.loads(path.read_text())
            elif path.suffix == ".npz":
                with np.load(path, allow_pickle=False) as file:
                    for name in file.files:
                        file[name]
        except Exception as error:
            bad.append(f"{path.name}: {error!r}")
    return bad


def repeated_or_missing(run: Run) -> str:
    """What is wrong with the order of epochs; nothing where they are 1 to the last."""
    epochs = [line["epoch"] for line in run.epochs()]
    watched = [line["epoch"] for line in read_lines(run.panel_file)][1:]
    expected = list(range(1, len(epochs) + 1))
    return "" if epochs == watched == expected else f"epochs {epochs}, watched {watched}"


def weights(run: Run) -> dict[str, np.ndarray]:
    with np.load(run.folder / "checkpoint.npz", allow_pickle=False) as file:
        return {name: file[name] for name in file.files}


def strike(kind: Kind, config: TrainConfig, moment: float, late: float) -> tuple[str, Run]:
    """Start, strike at a moment, and return the state that the run came to rest in.

    ``moment``: 0 to 1, the share of epochs to wait for; below 0, so many seconds after the start.
    ``late``: seconds after that.
    """
    training = begin(config, kind.program)
    run = training.run
    try:
        if moment >= 0:
            until(lambda: len(run.epochs()) >= moment * config.epochs or not alive(run))
        time.sleep(max(late, -moment))
        kind.strike(training)
        if kind.survives:
            until(lambda: state.state(run) not in state.LIVE)
        return settled(run), run
    finally:
        training.close()


def alive(run: Run) -> bool:
    return state.state(run) in state.LIVE


def go_on(run: Run) -> str:
    """Resume until the run is finished."""
    if state.state(run) in state.RESUMABLE:
        jobs.resume(run)
    elif state.state(run) == "queued":
        jobs.start_waiting()
    until(lambda: state.state(run) not in state.LIVE)
    settled(run)
    assert not queue.waiting()
    return state.state(run)
