"""What a run is doing, derived from the files in its folder alone.

A process number proves nothing (a zombie answers signals, numbers are reused), so a run is
alive while its heartbeat is fresh. *Lost* is never written: it is a heartbeat gone stale.
"""

import time
from pathlib import Path

from mlcore import atomic
from mlcore.errors import ScanLabError
from mlcore.runs.folder import Run

STALE_AFTER = 20.0
"""Seconds without a heartbeat after which a run counts as lost."""
BEAT_EVERY = 2.0

ENDED = ("finished", "stopped", "failed")
RESUMABLE = ("lost", "stopped", "failed")


def state(run: Run, now: float | None = None) -> str:
    """queued, running, finished, stopped, failed or lost."""
    launched = _touched(run.folder / "launch")
    if launched is None:
        return "stopped" if stop_requested(run) else "queued"
    status = run.status
    if status.get("state") in ENDED and status["time"] >= launched:
        return status["state"]
    return "running" if worker_alive(run, now) else "lost"


def worker_alive(run: Run, now: float | None = None) -> bool:
    """Whether a worker was launched or gave a sign of life within the last seconds."""
    signs = (_touched(run.folder / name) or 0.0 for name in ("launch", "heartbeat"))
    return (time.time() if now is None else now) - max(signs) < STALE_AFTER


def mark_launched(run: Run) -> None:
    """Whoever starts a worker says so first; an older wish to stop is forgotten."""
    (run.folder / "stop").unlink(missing_ok=True)
    (run.folder / "launch").touch()


def beat(run: Run) -> None:
    (run.folder / "heartbeat").touch()


def write_status(run: Run, state: str, **facts: object) -> None:
    """Written by the worker only."""
    atomic.write_json(run.folder / "status.json", {"state": state, "time": time.time(), **facts})


def request_stop(run: Run) -> None:
    """Ask the worker to stop after the batch it is in; asking twice does no harm."""
    now = state(run)
    if now in ENDED:
        raise ScanLabError(f"run {run.name} is already {now}; there is nothing to stop")
    if now == "lost":
        raise ScanLabError(f"run {run.name} is lost, so nothing runs; resume or delete it")
    (run.folder / "stop").touch()


def stop_requested(run: Run) -> bool:
    return (run.folder / "stop").exists()


def _touched(path: Path) -> float | None:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return None
