"""Runs that have not ended, found quickly among thousands that have."""

import os
import time
from pathlib import Path

from mlcore.runs import state
from mlcore.runs.folder import Run, is_run, places

SURE_AFTER = 3.0
"""Seconds: two changes shortly after each other may leave the same time on a coarse clock."""

_ended: dict[str, int] = {}
"""Folders of runs that were seen to have ended, to the time of their last change then."""


def runs() -> list[Run]:
    """Those that wait, are at work or are lost; the newest first.

    Whatever ends a run or begins it anew makes or replaces a file of it, and so changes its folder:
    before that, a run that was seen to have ended is not looked into again.
    """
    return [Run(Path(place)) for place in places() if _lives(place)]


def _lives(place: str) -> bool:
    try:
        changed = os.stat(place).st_mtime_ns  # noqa: PTH116 (a text is asked about without a `Path`)
    except FileNotFoundError:
        return False
    if _ended.get(place) == changed or not is_run(place):
        return False
    if state.state(Run(Path(place))) not in state.ENDED:
        return True
    if time.time() - changed / 1e9 > SURE_AFTER:
        _ended[place] = changed
    return False
