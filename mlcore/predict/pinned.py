"""The model that answers unless another one is chosen, kept in the store's settings."""

from pathlib import Path

from mlcore import paths
from mlcore.runs import settings
from mlcore.runs.folder import Run

NAME = "pinned_model"


def pin(run: Run | None) -> None:
    """Make this run's model the default; None for no default."""
    settings.write(NAME, run and run.name)


def name() -> str | None:
    """The pinned run's name; None where there is none, or the run was deleted."""
    run = settings.read().get(NAME)
    if not isinstance(run, str) or Path(run).name != run:
        return None
    return run if Run(paths.runs() / run).model_card else None
