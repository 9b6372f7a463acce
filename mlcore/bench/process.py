"""Programs in a process of their own: how long they take and how much memory they need at most."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mlcore import paths


@dataclass(frozen=True)
class Measured:
    answer: Any
    """What the program printed, read as JSON."""
    seconds: float
    """From start to end, the start of Python included."""
    cpu_seconds: float | None
    """Of all cores together, which other work on the machine hardly changes; None as below."""
    megabytes: float | None
    """Most memory that was resident at any time; None where the system does not tell."""


def python(arguments: Sequence[str], home: Path) -> Measured:
    """Run ``python ARGUMENTS`` on the store ``home``; its stdout must be one JSON value.

    RuntimeError with the end of its stderr where it fails.
    """
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as complaints:
        started = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=paths.PROJECT,
            env=os.environ | {"MLCORE_HOME": str(home)},
            stdout=out,
            stderr=complaints,
        )
        code, cpu_seconds, megabytes = _wait(process)
        seconds = time.perf_counter() - started
        out.seek(0)
        complaints.seek(0)
        if code:
            raise RuntimeError(f"{' '.join(arguments)} failed: {complaints.read()[-2000:]}")
        return Measured(json.loads(out.read()), seconds, cpu_seconds, megabytes)


@contextmanager
def at_home(folder: Path) -> Iterator[None]:
    """Let this process use another store for a while."""
    before = os.environ.get("MLCORE_HOME")
    os.environ["MLCORE_HOME"] = str(folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ["MLCORE_HOME"]
        else:
            os.environ["MLCORE_HOME"] = before


def _wait(process: subprocess.Popen) -> tuple[int, float | None, float | None]:
    if not hasattr(os, "wait4"):
        return process.wait(), None, None
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    # Linux counts in kilobytes, macOS in bytes.
    unit = 2**20 if sys.platform == "darwin" else 2**10
    cpu_seconds = round(used.ru_utime + used.ru_stime, 2)
    return process.returncode, cpu_seconds, round(used.ru_maxrss / unit, 1)
