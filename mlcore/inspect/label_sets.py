"""Labels of a scan taken together (Tsoumakas & Katakis, "Multi-label classification", 2007)."""

from dataclasses import dataclass

import numpy as np

MOST = 20


@dataclass(frozen=True)
class LabelSets:
    """Over the scans of which every label is known."""

    scans: int
    cardinality: float
    """Labels present in a scan, on average; NaN without scans."""
    density: float
    """The same as a share of all labels."""
    distinct: int
    """Different sets of labels."""
    commonest: tuple[tuple[tuple[str, ...], int], ...]
    """Sets and how many scans have each, up to `MOST`, commonest first."""


def label_sets(labels: tuple[str, ...], targets: np.ndarray) -> LabelSets:
    """``targets``: ``(n, labels)``, NaN unknown."""
    known = targets[~np.isnan(targets).any(axis=1)] == 1
    if not known.size:
        return LabelSets(len(known), np.nan, np.nan, 0, ())
    packed = np.ascontiguousarray(np.packbits(known, axis=1))
    keys = packed.view(f"V{packed.shape[1]}").ravel()
    first, counts = np.unique(keys, return_index=True, return_counts=True)[1:]
    order = np.argsort(-counts, kind="stable")[:MOST]
    sets = [tuple(np.array(labels, object)[known[row]]) for row in first[order]]
    return LabelSets(
        len(known),
        float(known.sum(axis=1).mean()),
        float(known.mean()),
        len(counts),
        tuple(zip(sets, map(int, counts[order]), strict=True)),
    )
