"""Processes that outlive whoever starts them."""

import os
import subprocess
import sys
import threading
from pathlib import Path

from mlcore import paths
from mlcore.runs.folder import Run
from mlcore.train import kernels


def spawn(run: Run) -> None:
    """Start a worker for this run; it survives the caller."""
    launch("mlcore.train.worker", run.folder, run.log_file, subprocess.DEVNULL)


def launch(module: str, argument: Path, log_file: Path, stdin: int) -> None:
    """Start ``python -m module argument`` in a session of its own, quiet but for its log.

    A pipe as ``stdin`` stays open, and empty, for as long as the caller lives.
    """
    with open(log_file, "ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", module, str(argument)],
            cwd=paths.PROJECT,
            stdin=stdin,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            env={**kernels.SETTINGS, **os.environ, "MLCORE_HOME": str(paths.home())},
        )
    # Nobody waits for the process, but somebody must collect it when it ends.
    threading.Thread(target=_collect, args=(process,), daemon=True).start()


def _collect(process: subprocess.Popen) -> None:
    process.wait()
    if process.stdin:
        process.stdin.close()
