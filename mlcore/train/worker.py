"""The training worker, a program: ``python -m mlcore.train.worker RUN_FOLDER``.

Lives in a process group of its own, so that a reload, a second tab or a restart of the dashboard
does not touch it, and speaks to nobody but through the run folder.
"""

import errno
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from mlcore import atomic
from mlcore.errors import ScanLabError
from mlcore.runs import state
from mlcore.runs.folder import Run
from mlcore.runs.lock import holding
from mlcore.train import jobs, session, starting

if TYPE_CHECKING:
    from mlcore.train.prepared import Prepared

NICENESS = 5
"""The dashboard answers first; training takes what is left, which is nearly everything."""
DISK_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)

PATIENCE = 300.0
"""Seconds to wait for an earlier worker of the same run that still writes the model for serving."""


def main(folder: Path, prepared: "Callable[[], Prepared | None]" = lambda: None) -> None:
    """Train the run of this folder and write its model; ``prepared`` may have what it needs."""
    run = Run(folder)
    with holding(run.folder / ".worker-lock", PATIENCE) as mine:
        if not mine:
            return
        be_modest()
        _sweep(run)
        signal.signal(signal.SIGTERM, lambda *_: _leave(run))
        try:
            with _beating(run):
                _train(run, prepared)
                _pick(run)
                if run.model_file.exists() and not run.onnx_file.exists():
                    session.serve(run)
        finally:
            jobs.start_waiting()


def be_modest() -> None:
    """Give way to the dashboard; a process that does already is left as it is."""
    if hasattr(os, "nice"):
        os.nice(max(0, NICENESS - os.nice(0)))


def _sweep(run: Run) -> None:
    """Remove what a worker that was killed had begun to write."""
    launched = (run.folder / "launch").stat().st_mtime
    for begun in run.folder.rglob(".new-*"):
        if begun.stat().st_mtime < launched:
            begun.unlink(missing_ok=True)


def _leave(run: Run) -> None:
    """The system asks to end: as if somebody had pressed Stop, at once where nothing trains."""
    if run.status.get("state") in state.ENDED:
        sys.exit(0)
    (run.folder / "stop").touch()


def _train(run: Run, prepared: "Callable[[], Prepared | None]") -> None:
    if run.status.get("state") in state.ENDED:
        return
    try:
        session.train(run, prepared())
    except ScanLabError as error:
        state.write_status(run, "failed", error=str(error))
    except Exception as error:
        state.write_status(run, "failed", error=_told(error))
        traceback.print_exc()


def _told(error: Exception) -> str:
    if isinstance(error, OSError) and error.errno in DISK_FULL:
        return "the disk is full; make room and resume the run, it goes on where it was"
    first = f"{type(error).__name__}: {error}".splitlines()[0]
    return f"the training broke off ({first}); worker.log tells more"


def _pick(run: Run) -> None:
    """Change the model to that of another epoch, where somebody asked for it."""
    wish = atomic.read_json(run.folder / "pick.json")
    if not wish:
        return
    try:
        session.pick(run, wish["epoch"])
    except Exception:
        traceback.print_exc()
    (run.folder / "pick.json").unlink()


@contextmanager
def _beating(run: Run) -> Iterator[None]:
    """A sign of life every two seconds for the length of the block."""
    ended = threading.Event()
    thread = threading.Thread(target=_beat, args=(run, ended), daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
        state.end_beat(run)


def _beat(run: Run, ended: threading.Event) -> None:
    while True:
        state.beat(run)
        if ended.wait(state.BEAT_EVERY):
            return


if __name__ == "__main__":
    main(Path(sys.argv[1]))
    starting.leave()
