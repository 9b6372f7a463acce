"""The program ``python -m mlcore.train.ready_worker RUNS``: waits with TensorFlow imported.

There is never more than one in a store. It ends when the dashboard that started it is gone, when it
has waited in vain for a while, or with the run it was given.
"""

import importlib
import os
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from mlcore import atomic
from mlcore.errors import ScanLabError
from mlcore.runs.folder import Run
from mlcore.runs.lock import holding
from mlcore.train import starting, worker
from mlcore.train.config import TrainConfig

if TYPE_CHECKING:
    from mlcore.train.prepared import Prepared

IDLE = 900.0
"""Seconds to wait for a run before the memory is given back."""
LOOK_EVERY = 0.05
PATIENCE = 1.0
"""Others hold the locks for moments only, to see whether they are held."""
SETTLED = 0.7
"""Seconds for which nobody has changed what is expected."""
LOWEST = 19
HEAVY = ("mlcore.train.warm", "mlcore.train.fit", "mlcore.train.export", "mlcore.train.prepared")
"""What a run imports, TensorFlow with it."""


def main(runs: Path) -> None:
    place = runs / ".ready"
    with holding(place / "only-one", PATIENCE) as mine:
        if not mine:
            return
        # What was left for an earlier one has been taken back or lost; it is not for us.
        (place / "next").unlink(missing_ok=True)
        gone = threading.Event()
        threading.Thread(target=_listen, args=(gone,), daemon=True).start()
        _import_at_leisure()
        # Not in that thread: those that TensorFlow starts now would keep its priority for good.
        worker.be_modest()
        importlib.import_module("mlcore.train.warm").warm_up()
        expected = _Expected(place / "expected")
        name = _wait_for_run(place, gone, expected)
    if name:
        run = Run(runs / name)
        with open(run.log_file, "ab") as log:
            for stream in (sys.stdout, sys.stderr):
                os.dup2(log.fileno(), stream.fileno())
        worker.main(run.folder, expected.prepared)


class _Expected:
    """Prepares the run that somebody seems about to ask for, as last told in a file."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._seen = (0, 0)
        self._prepared: Prepared | None = None
        self._thread: threading.Thread | None = None

    def look(self) -> None:
        """Begin to prepare where that run is another one, and has been for a while."""
        stamp = atomic.stamp(self._file)
        busy = self._thread and self._thread.is_alive()
        if stamp != self._seen and not busy and time.time() - stamp[0] / 1e9 > SETTLED:
            self._seen = stamp
            self._thread = threading.Thread(target=self._prepare)
            self._thread.start()

    def prepared(self) -> "Prepared | None":
        """What there is for it; waits for what has begun."""
        if self._thread:
            self._thread.join()
        return self._prepared

    def _prepare(self) -> None:
        _be_last()
        self._prepared = None
        with suppress(ScanLabError):
            config = TrainConfig.from_json(atomic.read_object(self._file))
            self._prepared = importlib.import_module("mlcore.train.prepared").prepare(config)


def _wait_for_run(place: Path, gone: threading.Event, expected: _Expected) -> str | None:
    give_up = time.monotonic() + IDLE
    while _is_offered_one(place, gone, give_up, expected):
        # Whoever asks may take it back at the same moment; only one of the two moves the file.
        with suppress(FileNotFoundError):
            (place / "next").rename(place / "taken")
            return atomic.read_json(place / "taken")
    return None


def _is_offered_one(
    place: Path, gone: threading.Event, give_up: float, expected: _Expected
) -> bool:
    """Open until then, and no longer: once a run is taken, nobody may think that one waits."""
    with holding(place / "open", PATIENCE):
        while time.monotonic() < give_up and not gone.wait(LOOK_EVERY):
            if (place / "next").exists():
                return True
            expected.look()
    return False


def _listen(gone: threading.Event) -> None:
    """The pipe says nothing; it ends with the process that holds its other side."""
    sys.stdin.buffer.read()
    gone.set()


def _import_at_leisure() -> None:
    """Import in a thread of lowest priority: a process could not take its own back."""
    thread = threading.Thread(target=_import)
    thread.start()
    thread.join()


def _import() -> None:
    _be_last()
    starting.import_tensorflow()
    for name in HEAVY:
        importlib.import_module(name)


def _be_last() -> None:
    """This thread gives way to everything."""
    with suppress(OSError, AttributeError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), LOWEST)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
    starting.leave()
