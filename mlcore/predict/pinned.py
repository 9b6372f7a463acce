"""The model that answers unless another one is chosen, kept in the store."""

from pathlib import Path

from mlcore import atomic, paths
from mlcore.runs.folder import Run


def file() -> Path:
    return paths.runs() / ".pinned.json"


def pin(run: Run | None) -> None:
    """Make this run's model the default; None for no default."""
    if run is None:
        file().unlink(missing_ok=True)
    else:
        atomic.write_json(file(), {"run": run.name})


def name() -> str | None:
    """The pinned run's name; None where there is none, or the run was deleted."""
    kept = atomic.read_json(file())
    run = kept.get("run") if isinstance(kept, dict) else None
    if not isinstance(run, str) or Path(run).name != run:
        return None
    return run if Run(paths.runs() / run).model_card else None
