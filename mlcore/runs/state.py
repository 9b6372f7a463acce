"""What a run is doing, derived from the files in its folder alone.

A process number proves nothing (a zombie answers signals, numbers are reused), so a run is
alive while its heartbeat is fresh. *Lost* is never written: it is a heartbeat gone stale.
"""

import time

from mlcore import atomic
from mlcore.errors import ScanLabError
from mlcore.runs.folder import Run

STALE_AFTER = 20.0
"""Seconds without a heartbeat after which a run counts as lost."""
BEAT_EVERY = 2.0

AT_WORK = ("running", "paused")
"""A worker lives and holds a place among the runs at once."""
LIVE = ("queued", *AT_WORK)
ENDED = ("finished", "stopped", "failed")
RESUMABLE = ("lost", "stopped", "failed")


def state(run: Run, now: float | None = None) -> str:
    """queued, running, paused, finished, stopped, failed or lost."""
    launched = _launched(run)
    if launched is None:
        return "queued" if queued(run) else "stopped"
    status = run.status
    if status.get("state") in ENDED and status.get("time", 0) >= launched:
        return status["state"]
    if not fresh(run, now):
        return "lost"
    return "paused" if pause_requested(run) else "running"


def queued(run: Run) -> bool:
    """Whether it waits for its first worker; of a run that has begun nothing is read."""
    return _touched(run, "launch") is None and not stop_requested(run)


def fresh(run: Run, now: float | None = None) -> bool:
    """Whether a worker was launched, or gave a sign of life, a short while ago."""
    signs = (_touched(run, name) or 0.0 for name in ("launch", "heartbeat"))
    return (time.time() if now is None else now) - max(signs) < STALE_AFTER


def beating(run: Run) -> bool:
    """Whether a worker is at work in this folder, be it after the end of the training."""
    return time.time() - (_touched(run, "heartbeat") or 0.0) < STALE_AFTER


def check_at_rest(run: Run, wish: str) -> None:
    """`ScanLabError` while a worker is at work in the folder, be it after the training's end."""
    if (now := state(run)) in AT_WORK:
        raise ScanLabError(f"run {run.name} is {now}; stop it before you {wish}")
    if beating(run):
        raise ScanLabError(f"the model of run {run.name} is still written; {wish} in a moment")


def mark_launched(run: Run) -> None:
    """Whoever starts a worker says so first; older wishes to stop or pause are forgotten."""
    for wish in ("stop", "pause"):
        (run.folder / wish).unlink(missing_ok=True)
    # Its content, too, as a copy or a backup of the folder has times of its own.
    atomic.write_json(run.folder / "launch", time.time())


def beat(run: Run) -> None:
    (run.folder / "heartbeat").touch()


def end_beat(run: Run) -> None:
    """The worker's last act, when it leaves in good order."""
    (run.folder / "heartbeat").unlink(missing_ok=True)


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


def request_pause(run: Run) -> None:
    """Ask the worker to wait after the batch it is in: the processor is free, the memory is not."""
    now = state(run)
    if now not in AT_WORK:
        raise ScanLabError(f"run {run.name} is {now}; only a running run can be paused")
    (run.folder / "pause").touch()


def end_pause(run: Run) -> None:
    """Let a paused run go on with its next batch."""
    now = state(run)
    if now != "paused":
        raise ScanLabError(f"run {run.name} is {now}, not paused; there is nothing to continue")
    (run.folder / "pause").unlink(missing_ok=True)


def pause_requested(run: Run) -> bool:
    return (run.folder / "pause").exists()


def stop_requested(run: Run) -> bool:
    return (run.folder / "stop").exists()


def _launched(run: Run) -> float | None:
    """When a worker was started last; None where none ever was."""
    try:
        return float((run.folder / "launch").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return _touched(run, "launch")


def _touched(run: Run, name: str) -> float | None:
    """When a file of the run was last written, seconds since 1970; None where there is none."""
    stamp = atomic.stamp(f"{run.folder}/{name}")
    return stamp[0] / 1e9 if any(stamp) else None
