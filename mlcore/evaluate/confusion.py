"""Which answers were right and wrong: per label, and for whole sets of labels."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mlcore.metrics import counts

CELLS = {
    "found": "present, called present",
    "false_alarm": "absent, called present",
    "missed": "present, called absent",
    "rightly_absent": "absent, called absent",
}
"""In the order of `mlcore.metrics.counts.Counts`."""
MOST_SETS = 10
OTHER = "other sets"
NOTHING = "none"


@dataclass(frozen=True)
class SetConfusion:
    """Sets of labels that are true together against sets that are predicted together."""

    names: tuple[str, ...]
    """The commonest sets first, `OTHER` last where there are more."""
    true: np.ndarray
    """``(n,)`` position of each scan's true set in ``names``; -1 where a label is unknown."""
    predicted: np.ndarray
    """``(n,)`` likewise; -1 for the same scans."""

    @property
    def counts(self) -> np.ndarray:
        """``(sets, sets)``, true by predicted."""
        k, known = len(self.names), self.true >= 0
        at = self.true[known] * k + self.predicted[known]
        return np.bincount(at, minlength=k * k).reshape(k, k)


def cells(truth: np.ndarray, decided: np.ndarray, label: int) -> dict[str, np.ndarray]:
    """Name of a cell of `CELLS` to the positions of its scans, for one label."""
    parts = counts.cells(truth[:, [label]], decided[:, [label]])
    return {name: np.flatnonzero(part) for name, part in zip(CELLS, parts, strict=True)}


def sets(truth: np.ndarray, decided: np.ndarray, labels: Sequence[str]) -> SetConfusion:
    """Of scans whose labels are all known."""
    known = ~np.isnan(truth).any(axis=1)
    both = np.concatenate([truth[known] == 1, decided[known].astype(bool)])
    kinds, number, count = np.unique(both, axis=0, return_inverse=True, return_counts=True)
    order = np.argsort(-count, kind="stable")
    place = np.empty(len(kinds), np.int64)
    place[order] = np.minimum(np.arange(len(kinds)), MOST_SETS)
    names = [_named(kinds[i], labels) for i in order[:MOST_SETS]]
    names += [OTHER] if len(kinds) > MOST_SETS else []
    found = np.full((2, len(truth)), -1)
    found[:, known] = place[number.ravel()].reshape(2, -1)
    return SetConfusion(tuple(names), found[0], found[1])


def _named(kind: np.ndarray, labels: Sequence[str]) -> str:
    return " + ".join(label for label, there in zip(labels, kind, strict=True) if there) or NOTHING
