"""What a training takes of the machine: processor time and memory of its own process."""

import os
import time
from pathlib import Path

STATM = Path("/proc/self/statm")


class Usage:
    """Processor time is counted from one call to the next."""

    def __init__(self) -> None:
        self._at, self._spent = time.monotonic(), _processor_seconds()

    def now(self) -> dict[str, float | None]:
        """``cpu_percent`` (100 is one core, busy all the time) since the last call, and
        ``megabytes`` in memory; None where the system does not tell."""
        at, spent = time.monotonic(), _processor_seconds()
        passed = at - self._at
        percent = round(100 * (spent - self._spent) / passed) if passed > 0 else None
        self._at, self._spent = at, spent
        return {"cpu_percent": percent, "megabytes": _megabytes()}


def _processor_seconds() -> float:
    times = os.times()
    return times.user + times.system


def _megabytes() -> int | None:
    try:
        pages = int(STATM.read_text().split()[1])
        return round(pages * os.sysconf("SC_PAGE_SIZE") / 1e6)
    except (OSError, AttributeError, ValueError):
        return None
