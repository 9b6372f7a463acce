"""The best scores any model can reach where identical scans have different labels.

A model gives identical scans one answer, so of a group that holds ``n`` scans, ``p`` of them with
the label, it has all or none. Scans without a twin are groups of their own.

**Accuracy.** Each group adds ``p`` right answers if called present and ``n - p`` if not, so the
best is the sum of the larger ones, divided by the number of scans.

**F1.** Let ``d`` be 1 for groups called present. F1 is ``2 Σdp / (Σdn + P)`` with ``P`` all scans
with the label. Let ``F`` be its largest value. For every choice ``2 Σdp - F (Σdn + P) <= 0``, with
equality at the best one; that sum is largest when exactly the groups with ``2p > F n`` are called
present, that is those whose share ``p / n`` is above ``F / 2``. So the best choice is a prefix of
the groups in order of falling share, and trying all prefixes finds it. This is the rule that the
threshold which is best for F1 is half the best F1 (Lipton, Elkan and Naryanaswamy, "Optimal
thresholding of classifiers to maximize F1 measure", 2014), for the surest model there can be.
"""

from dataclasses import dataclass

import numpy as np

from mlcore.inspect import groups
from mlcore.inspect.contradictions import contradicted
from mlcore.inspect.finding import Finding
from mlcore.inspect.material import Material

EVERYWHERE = "all"
"""Beside the names of the splits: all scans with a known label."""


@dataclass(frozen=True)
class Ceiling:
    """NaN where a score is undefined: no label known, or for F1 none present."""

    f1: np.ndarray
    """``(labels,)``."""
    accuracy: np.ndarray
    """``(labels,)``."""


def ceiling(identical: np.ndarray, targets: np.ndarray) -> Ceiling:
    """``identical``: ``(n,)`` int, equal for identical scans; ``targets``: ``(n, labels)``, NaN
    unknown."""
    best = [_best(identical, truth) for truth in targets.T]
    f1, accuracy = np.array(best, float).reshape(-1, 2).T
    return Ceiling(f1, accuracy)


def ceilings(material: Material) -> dict[str, dict[str, dict[str, float | None]]]:
    """``{"all" or split: {"f1" or "accuracy": {label: best score}}}``; None where undefined."""
    data = material.data
    parts = {EVERYWHERE: np.arange(len(data))} | {s: data.rows(s) for s in data.split_sizes()}
    found = {}
    for part, rows in parts.items():
        best = ceiling(material.identical[rows], data.targets[rows])
        found[part] = {name: _named(data.labels, of) for name, of in vars(best).items()}
    return found


def findings(material: Material) -> list[Finding]:
    """One, where some label cannot be predicted without error."""
    best = ceilings(material)
    limited = {k: v for k, v in best[EVERYWHERE]["f1"].items() if v is not None and v < 1}
    if not limited:
        return []
    worst = min(limited, key=limited.__getitem__)
    rows, number = groups.of_several(
        material.identical, contradicted(material.identical, material.data.targets)[0]
    )
    others = f" ({len(limited) - 1:,} more labels are limited too)" if len(limited) > 1 else ""
    return [
        Finding(
            check="ceiling",
            severity="warning",
            sentence=(
                f"No model can reach more than F1 {limited[worst]:.3f} and accuracy "
                f"{best[EVERYWHERE]['accuracy'][worst]:.3f} for {worst}{others}, because scans "
                "that are equal in every pixel have different labels."
            ),
            rows=rows,
            groups=number,
            facts=best,
        )
    ]


def _best(identical: np.ndarray, truth: np.ndarray) -> tuple[float, float]:
    """F1 and accuracy for one label."""
    known = ~np.isnan(truth)
    if not known.any():
        return np.nan, np.nan
    size = np.bincount(identical[known])
    present = np.bincount(identical[known], truth[known])[size > 0]
    size = size[size > 0]
    accuracy = np.maximum(present, size - present).sum() / size.sum()
    if not present.any():
        return np.nan, accuracy
    order = np.argsort(-present / size, kind="stable")
    f1 = 2 * present[order].cumsum() / (size[order].cumsum() + present.sum())
    return f1.max(), accuracy


def _named(labels: tuple[str, ...], values: np.ndarray) -> dict[str, float | None]:
    return {
        label: None if np.isnan(value) else round(float(value), 6)
        for label, value in zip(labels, values, strict=True)
    }
