"""What becomes of scans that show the same: with equal pixels, or nearly so."""

import numpy as np

from mlcore.clean.candidates import Candidates
from mlcore.clean.parameters import Values
from mlcore.inspect.wording import counted

PRECEDENCE = ("test", "val", "train")
"""Of scans that show the same, the one in the first of these parts is kept. What is scored must
not have been learnt from, so training gives way; nor may it have chosen a threshold."""


def merge(candidates: Candidates, values: Values) -> str:
    """Make scans with equal pixels one, whose labels come from all of them."""
    rows, group = _groups(candidates, candidates.material.copies)
    keep = _keep(candidates, rows, group)
    present, absent = _votes(candidates, rows, group)
    candidates.targets[keep] = LABELS[values["labels"]](present, absent, candidates.targets[keep])
    contradicted = int(((present > 0) & (absent > 0)).any(axis=1).sum())
    said = _drop_others(candidates, rows, keep[group], "equal pixels as")
    return f"{said}; labels contradicted in {counted(contradicted, 'group')} of {len(keep):,}"


def drop_near(candidates: Candidates, _: Values) -> str:
    """Keep one of the scans that look almost alike, with its own labels."""
    rows, group = _groups(candidates, candidates.material.lookalikes)
    keep = _keep(candidates, rows, group)
    return _drop_others(candidates, rows, keep[group], "almost equal to")


def drop_contradictions(candidates: Candidates, values: Values) -> str:
    """Drop all scans of a group with equal pixels but unequal labels."""
    rows, group = _groups(candidates, candidates.material.copies)
    present, absent = _votes(candidates, rows, group)
    contradicted = (present > 0) & (absent > 0)
    drop = contradicted.any(axis=1)[group] & candidates.within(values["parts"])[rows]
    names = np.array(candidates.data.labels, object)
    reasons = [f"equal pixels, other labels: {', '.join(names[of])}" for of in contradicted]
    candidates.drop(rows[drop], np.array(reasons, object)[group[drop]])
    groups = int(contradicted.any(axis=1).sum())
    return (
        f"{counted(int(drop.sum()), 'scan')} dropped of {counted(groups, 'group')} with equal "
        "pixels but unequal labels"
    )


def _majority(present: np.ndarray, absent: np.ndarray, _: np.ndarray) -> np.ndarray:
    return np.select([present > absent, present < absent], [1.0, 0.0], np.nan)


def _unanimous(present: np.ndarray, absent: np.ndarray, own: np.ndarray) -> np.ndarray:
    return np.where((present > 0) & (absent > 0), np.nan, _majority(present, absent, own))


def _own(_present: np.ndarray, _absent: np.ndarray, own: np.ndarray) -> np.ndarray:
    return own


LABELS = {"majority": _majority, "unanimous": _unanimous, "own": _own}
"""How the votes of each group, ``(g, labels)``, become the labels of the scan it keeps."""


def _groups(candidates: Candidates, grouping: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Labelled scans in groups of two or more, ``(k,)``, and their groups ``(k,)``, 0 first."""
    rows = np.flatnonzero(candidates.labelled)
    group, sizes = np.unique(grouping[rows], return_inverse=True, return_counts=True)[1:]
    rows = rows[sizes[group] > 1]
    return rows, np.unique(grouping[rows], return_inverse=True)[1]


def _keep(candidates: Candidates, rows: np.ndarray, group: np.ndarray) -> np.ndarray:
    """The scan that each group keeps, ``(g,)``."""
    rank = np.select([candidates.split[rows] == part for part in PRECEDENCE], [0, 1, 2])
    order = np.lexsort((rows, rank, group))
    return rows[order[np.unique(group[order], return_index=True)[1]]]


def _votes(
    candidates: Candidates, rows: np.ndarray, group: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Scans of each group in which each label is present, and absent: ``(g, labels)`` int."""
    targets = candidates.targets[rows]
    present, absent = np.zeros((2, group.max(initial=-1) + 1, targets.shape[1]), np.int64)
    np.add.at(present, group, targets == 1)
    np.add.at(absent, group, targets == 0)
    return present, absent


def _drop_others(candidates: Candidates, rows: np.ndarray, keep: np.ndarray, why: str) -> str:
    """Drop each of the ``rows`` that is not the one kept in its place, ``(k,)``."""
    lost, own = rows[rows != keep], keep[rows != keep]
    leaks = int((candidates.split[lost] != candidates.split[own]).sum())
    ids = candidates.ids
    candidates.drop(lost, np.array([f"{why} {name}" for name in ids[own]], object))
    return f"{counted(len(lost), 'scan')} dropped, {leaks:,} of them leaks between parts"
