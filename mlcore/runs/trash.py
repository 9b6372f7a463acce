"""Runs that were deleted a short while ago and can come back: ``runs/.trash/``."""

import shutil
import time
from collections.abc import Sequence
from pathlib import Path

from mlcore import paths
from mlcore.errors import ScanLabError
from mlcore.runs import state
from mlcore.runs.folder import Run

KEPT = 24 * 3600.0
"""Seconds until a deleted run is removed for good."""


def throw(runs: Sequence[Run]) -> None:
    """Take runs out of every list; none where one of them is at work."""
    for run in runs:
        state.check_at_rest(run, "delete it")
    _place().mkdir(parents=True, exist_ok=True)
    purge()
    for run in runs:
        target = _place() / run.name
        run.folder.rename(target)
        (target / ".deleted").touch()


def restore(names: Sequence[str]) -> None:
    """Bring deleted runs back as they were; `ScanLabError` where one is gone for good."""
    for name in names:
        paths.checked_name(name, "run")
        if not (_place() / name).is_dir():
            raise ScanLabError(f"run {name} was deleted too long ago and is gone for good")
        (_place() / name / ".deleted").unlink(missing_ok=True)
        (_place() / name).rename(paths.runs() / name)


def purge(older_than: float = KEPT) -> None:
    """Remove for good what was deleted so many seconds ago."""
    for folder in _place().glob("[!.]*"):
        mark = folder / ".deleted"
        thrown = mark.stat().st_mtime if mark.exists() else 0.0
        if time.time() - thrown >= older_than:
            shutil.rmtree(folder, ignore_errors=True)


def _place() -> Path:
    return paths.runs() / ".trash"
