"""What the pixels were before they came into the store, as far as it can be told."""

import numpy as np

from mlcore.inspect.finding import Finding
from mlcore.inspect.material import Material
from mlcore.inspect.wording import scans

NOTHING = np.empty(0, np.int64)


def findings(material: Material) -> list[Finding]:
    """Channels that are copies of each other, and what the import noted."""
    return [*_channels(material), *_noted(material)]


def _channels(material: Material) -> list[Finding]:
    """Of a data set in colour: whether its scans, or some of them, are grey."""
    if material.data.channels == 1:
        return []
    seen = ~material.measured.plain
    grey = seen & (material.measured.columns["colour"] == 0)
    rows = np.flatnonzero(grey)
    if not len(rows):
        return []
    if len(rows) == seen.sum():
        said = (
            f"Duplicated channels: all {scans(len(rows))} are grey but stored three times over; "
            "import them with one channel to save two thirds of the memory."
        )
    else:
        said = (
            f"Duplicated channels: {scans(len(rows))} in grey among others in colour; a model may "
            "tell them apart by that alone."
        )
    mixed = len(rows) < seen.sum()
    return [Finding("duplicated_channels", "warning" if mixed else "note", said, rows)]


def _noted(material: Material) -> list[Finding]:
    """The import keeps a count of each note, not the scans behind it."""
    notes = material.data.facts.get("notes") or {}
    if not notes:
        return []
    said = "; ".join(f"{scans(count)} {text}" for text, count in notes.items())
    return [Finding("source", "note", f"At the import: {said}.", NOTHING, facts={"notes": notes})]
