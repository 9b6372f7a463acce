"""Asking for a worker that has TensorFlow imported, and giving it a run.

Importing takes seconds, so a click on *Start training* would wait that long for its first point.
`mlcore.train.ready_worker` is the program. What passes between the two lies in ``runs/.ready``.
"""

import os
import subprocess
import time
from pathlib import Path

from mlcore import atomic, paths
from mlcore.runs import queue
from mlcore.runs.folder import Run
from mlcore.runs.lock import holding
from mlcore.train import processes
from mlcore.train.config import TrainConfig

LOOK_EVERY = 0.01
ANSWER_WITHIN = 1.0


def start() -> None:
    """Make a ready worker unless there is one, or a run is at work or waits.

    It lives as long as the calling process, whose end closes the pipe it listens to. With
    ``MLCORE_READY=0`` in the environment there is never one.
    """
    if not _wanted():
        return
    place = _place()
    place.mkdir(parents=True, exist_ok=True)
    if _held(place / "only-one") or queue.waiting() or queue.at_work():
        return
    processes.launch("mlcore.train.ready_worker", paths.runs(), place / "log", subprocess.PIPE)


def waits() -> bool:
    """Whether a ready worker waits for a run right now."""
    place = _place()
    return place.exists() and _held(place / "open")


def expect(config: TrainConfig) -> None:
    """Tell the ready worker which run is likely to be next, so that it prepares for that one."""
    if not _wanted():
        return
    place = _place()
    asked = config.to_json()
    if atomic.read_json(place / "expected") != asked:
        place.mkdir(parents=True, exist_ok=True)
        atomic.write_json(place / "expected", asked)


def hand_over(run: Run) -> bool:
    """Give a launched run to the ready worker; False where there is none or it does not answer."""
    if not waits():
        return False
    place = _place()
    atomic.write_json(place / "next", run.name)
    give_up = time.monotonic() + ANSWER_WITHIN
    while (place / "next").exists():
        if time.monotonic() > give_up:
            try:
                (place / "next").unlink()
            except FileNotFoundError:
                return True
            return False
        time.sleep(LOOK_EVERY)
    return True


def _wanted() -> bool:
    return os.environ.get("MLCORE_READY") != "0"


def _place() -> Path:
    return paths.runs() / ".ready"


def _held(path: Path) -> bool:
    with holding(path) as free:
        return not free
