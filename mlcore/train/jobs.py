"""Starting, queueing, resuming and stopping runs: one trains, the others wait their turn."""

import os
import subprocess
import sys
import threading
import time
from dataclasses import replace

from mlcore import paths
from mlcore.errors import ScanLabError
from mlcore.runs import folder, state
from mlcore.runs.folder import Run
from mlcore.runs.lock import holding
from mlcore.train import augmentation, checks
from mlcore.train.config import TrainConfig

AT_ONCE = 1
"""Trainings at a time: one alone already uses every core."""
PATIENCE = 5.0


def start(config: TrainConfig) -> Run:
    """Check, queue, and start at once if nothing else trains."""
    data = checks.check(config)
    settled = replace(
        config, fingerprint=data.fingerprint, augmentation=augmentation.text_of(config)
    )
    run = folder.create(settled.to_json())
    start_waiting()
    return run


def resume(run: Run) -> None:
    """Let a lost, stopped or failed run go on after its last finished epoch."""
    now = state.state(run)
    if now not in state.RESUMABLE:
        raise ScanLabError(
            f"run {run.name} is {now}; only {', '.join(state.RESUMABLE)} runs can be resumed"
        )
    checks.check(TrainConfig.from_json(run.config))
    for name in ("launch", "stop", "status.json"):
        (run.folder / name).unlink(missing_ok=True)
    start_waiting()


def prepare_to_serve(run: Run) -> None:
    """Let a worker write ``model.onnx`` again where an ended run has lost it or never had it."""
    if run.model_file.exists() and not run.onnx_file.exists() and not state.beating(run):
        state.beat(run)
        _spawn(run)


def waiting() -> list[Run]:
    """Queued runs, the next one first."""
    return [run for run in reversed(folder.all_runs()) if state.state(run) == "queued"]


def running() -> list[Run]:
    return [run for run in folder.all_runs() if state.state(run) == "running"]


def start_waiting() -> None:
    """Launch queued runs while there is room. Safe to call from anywhere, any number of times."""
    paths.runs().mkdir(parents=True, exist_ok=True)
    with holding(paths.runs() / ".queue-lock", PATIENCE) as ours:
        if ours:
            for run in waiting()[: max(0, AT_ONCE - len(running()))]:
                state.mark_launched(run)
                _spawn(run)


def wait(run: Run, every: float = 0.25) -> str:
    """Block until the run has ended or is lost; return its state."""
    while (now := state.state(run)) in ("queued", "running"):
        time.sleep(every)
        if now == "queued":
            start_waiting()
    return now


def _spawn(run: Run) -> None:
    with open(run.log_file, "ab") as log:
        worker = subprocess.Popen(
            [sys.executable, "-m", "mlcore.train.worker", str(run.folder)],
            cwd=paths.PROJECT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "MLCORE_HOME": str(paths.home())},
        )
    # Nobody waits for the worker, but somebody must collect it when it ends.
    threading.Thread(target=worker.wait, daemon=True).start()
