"""What an inspection says: a severity, one plain sentence, and the scans behind it."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

SEVERITIES = ("fault", "warning", "note")
"""fault: scores or models will be wrong; warning: look before you train; note: good to know."""


@dataclass(frozen=True)
class Finding:
    """One thing somebody should know about a data set."""

    check: str
    """Name of the check, such as ``black`` or ``near_duplicates``: a key, not a text."""
    severity: str
    sentence: str
    """What it is, how many scans, and what follows: readable without any other text."""
    rows: np.ndarray
    """``(k,)`` positions in the data set of the scans behind it, the worst or first ones first."""
    groups: np.ndarray | None = None
    """``(k,)`` int: scans of ``rows`` that belong together (duplicates) have the same number."""
    facts: dict[str, Any] = field(default_factory=dict)
    """Numbers for charts and JSON."""
