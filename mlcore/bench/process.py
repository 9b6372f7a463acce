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

STARTER = """
import json, os, subprocess, sys
used_file, *command = sys.argv[1:]
process = subprocess.Popen(command)
used = {"cpu_seconds": None, "megabytes": None}
if hasattr(os, "wait4"):
    _, status, spent = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    unit = 2**20 if sys.platform == "darwin" else 2**10  # Linux counts in kilobytes, macOS in bytes
    used["cpu_seconds"] = round(spent.ru_utime + spent.ru_stime, 2)
    used["megabytes"] = round(spent.ru_maxrss / unit, 1)
with open(used_file, "w") as file:
    json.dump(used, file)
sys.exit(process.wait())
"""
"""A small program between: the memory of whoever starts a program counts as the program's own
until it has been replaced, so a large one would be measured instead."""


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
    with (
        tempfile.TemporaryFile("w+") as out,
        tempfile.TemporaryFile("w+") as complaints,
        tempfile.TemporaryDirectory(prefix="scanlab-bench-") as folder,
    ):
        used = Path(folder) / "used.json"
        started = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-c", STARTER, str(used), sys.executable, *arguments],
            cwd=paths.PROJECT,
            env=os.environ | {"MLCORE_HOME": str(home)},
            stdout=out,
            stderr=complaints,
        )
        code = process.wait()
        seconds = time.perf_counter() - started
        out.seek(0)
        complaints.seek(0)
        if code:
            raise RuntimeError(f"{' '.join(arguments)} failed: {complaints.read()[-2000:]}")
        return Measured(json.loads(out.read()), seconds, **json.loads(used.read_text()))


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
