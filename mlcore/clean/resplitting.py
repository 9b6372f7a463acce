"""A new split: every label has its share in every part, and what belongs together stays so."""

import numpy as np

from mlcore.clean.candidates import Candidates
from mlcore.clean.parameters import AS_NOW, Values
from mlcore.data.dataset import SPLITS
from mlcore.data.splits import stratified_parts
from mlcore.errors import ScanLabError
from mlcore.inspect import groups
from mlcore.inspect.wording import counted

LEAST_TRAIN = 0.05


def resplit(candidates: Candidates, values: Values) -> str:
    """Share the scans out anew; those of one patient, and look-alikes, go to the same part."""
    stay = candidates.kept & ~candidates.labelled & (candidates.split == "test")
    stay &= values["unlabelled_test"] == "stays"
    rows = np.flatnonzero(candidates.kept & ~stay)
    if not len(rows):
        return "no scan is left to share out"
    shares = _shares(candidates.split[rows], values)
    group = _groups(candidates, rows)
    parts = [part for part in SPLITS if shares[part]]
    placed = stratified_parts(
        candidates.targets[rows], [shares[part] for part in parts], values["seed"], group
    )
    placed[np.isin(group, group[candidates.settled[rows]])] = parts.index("train")
    new = np.array(parts, object)[placed]
    moved = int((new != candidates.split[rows]).sum())
    candidates.split[rows] = new
    sizes = ", ".join(f"{part} {int((new == part).sum()):,}" for part in parts)
    said = (
        f"{counted(len(rows), 'scan')} in {counted(len(np.unique(group)), 'group')} shared out "
        f"({sizes}), {moved:,} moved"
    )
    left = int(stay.sum())
    return said + (f"; {counted(left, 'unlabelled test scan')} stay in test" if left else "")


def _shares(split: np.ndarray, values: Values) -> dict[str, float]:
    """The share of each part; ``as now`` is its share of the scans that take part."""
    now = {part: float(np.mean(split == part)) for part in SPLITS}
    shares = {p: now[p] if values[p] == AS_NOW else values[p] for p in ("val", "test")}
    train = 1 - sum(shares.values())
    if train < LEAST_TRAIN:
        raise ScanLabError(
            f"val {shares['val']:g} and test {shares['test']:g} leave {max(train, 0):.0%} of the "
            f"scans for training; expected at least {LEAST_TRAIN:.0%}, so lower one of them"
        )
    return {"train": train, **shares}


def _groups(candidates: Candidates, rows: np.ndarray) -> np.ndarray:
    """``(k,)`` int: equal for scans that show the same, or the same patient."""
    groupings = [candidates.material.lookalikes, candidates.material.patients]
    return groups.joined(*(grouping[rows] for grouping in groupings if grouping is not None))
