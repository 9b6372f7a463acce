"""Where things lie on disk, and which names may become folders."""

import os
import re
from pathlib import Path

from mlcore.errors import ScanLabError

PROJECT = Path(__file__).resolve().parent.parent
SAFE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


def home() -> Path:
    """The folder of data sets, runs, recipes and weights: ``data/``, or ``MLCORE_HOME``."""
    return Path(os.environ.get("MLCORE_HOME") or PROJECT / "data").expanduser()


def datasets() -> Path:
    return home() / "datasets"


def runs() -> Path:
    return home() / "runs"


def recipes() -> Path:
    """Augmentation recipes that somebody saved."""
    return home() / "recipes"


def weights() -> Path:
    """Weights learnt elsewhere, fetched once."""
    return home() / "weights"


def feedback() -> Path:
    """Answers that somebody called wrong."""
    return home() / "feedback"


def cache() -> Path:
    """What can be computed or measured again."""
    return home() / "cache"


def checked_name(name: str, what: str = "name") -> str:
    """Return ``name`` if it can safely be a folder of its own, else raise `ScanLabError`."""
    if SAFE_NAME.fullmatch(name) and not name.endswith("."):
        return name
    raise ScanLabError(
        f"{what} {name!r} cannot be used; expected 1 to 64 letters, digits, dots, dashes or "
        "underscores, beginning with a letter or digit"
    )
