"""A worker that waits because somebody paused its run."""

import time

from mlcore.runs import state
from mlcore.runs.folder import Run

LOOK_EVERY = 0.1


def while_paused(run: Run) -> float:
    """Return when the run is not paused, or is to stop; how many seconds that took."""
    started = time.monotonic()
    while state.pause_requested(run) and not state.stop_requested(run):
        time.sleep(LOOK_EVERY)
    return time.monotonic() - started
