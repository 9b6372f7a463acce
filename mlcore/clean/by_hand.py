"""Decisions about single scans that a person made."""

import numpy as np

from mlcore.clean.candidates import Candidates
from mlcore.clean.parameters import BLANK, Values, as_number
from mlcore.data.dataset import SPLITS
from mlcore.errors import ScanLabError
from mlcore.inspect.wording import counted


def exclude(candidates: Candidates, values: Values) -> str:
    rows = np.unique([_position(candidates, name) for name in values["ids"]])
    rows = rows[candidates.kept[rows]]
    candidates.drop(rows, f"by hand: {values['reason']}")
    gone = len(values["ids"]) - len(rows)
    before = f"; {gone:,} had been dropped before" if gone else ""
    return f"{counted(len(rows), 'scan')} dropped ({values['reason']}){before}"


def set_label(candidates: Candidates, values: Values) -> str:
    label, labels = values["label"], candidates.data.labels
    if label not in labels:
        raise ScanLabError(f"there is no label {label!r}; expected {', '.join(labels)}")
    row = _position(candidates, values["id"])
    if not candidates.kept[row]:
        return f"{values['id']} had been dropped before, so nothing changed"
    candidates.targets[row, labels.index(label)] = as_number(values["value"])
    said = "unknown" if values["value"] == BLANK else ("absent", "present")[values["value"]]
    return f"{label} of {values['id']} set to {said}"


def _position(candidates: Candidates, name: str) -> int:
    """Where the scan of this id is; ``part/id`` tells apart two parts' scans of the same id."""
    at = candidates.index.get_indexer_for([name])
    part, _, scan = name.partition("/")
    if at[0] < 0 and part in SPLITS:
        at = candidates.index.get_indexer_for([scan])
        at = at[(candidates.data.table["split"].to_numpy(object)[at] == part) & (at >= 0)]
    if len(at) == 0 or at[0] < 0:
        raise ScanLabError(f"there is no scan {name!r} in {candidates.data.name!r}")
    if len(at) > 1:
        raise ScanLabError(
            f"{len(at)} scans have the id {name!r}; say which part is meant, as in 'train/{name}'"
        )
    return int(at[0])
