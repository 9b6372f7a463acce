"""The model that is chosen where nobody chose another one, kept in the store's settings."""

from mlcore.runs import settings
from mlcore.runs.folder import Run

NAME = "pinned_model"


def name() -> str | None:
    """Of the pinned run; it may be gone by now."""
    kept = settings.read().get(NAME)
    return kept if isinstance(kept, str) else None


def pin(run: Run | None) -> None:
    """None: the newest is chosen again."""
    settings.write(NAME, run and run.name)
