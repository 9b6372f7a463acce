"""Sharing out one set of scans so that every label has its share in every part.

Iterative stratification: Sechidis, Tsoumakas & Vlahavas, "On the stratification of multi-label
data", ECML PKDD 2011. The rarest label still to be placed goes first; each of its scans goes where
most of that label is still wanted, then where most scans are. Groups (scans of one patient) are
placed as one, the largest first; as large groups do not fit exactly, the best of several such
placings is taken and improved by exchange (`mlcore.data.balancing`).
"""

from collections.abc import Sequence

import numpy as np

from mlcore.data import balancing

STARTS = 8
GROUPS_PLACED = 20_000
"""Groups placed in all starts together at most; many groups even out without a second start."""


def stratified_split(
    targets: np.ndarray, fraction: float, seed: int, groups: np.ndarray | None = None
) -> np.ndarray:
    """Return ``(n,)`` bool, True for about ``fraction`` of the scans: those to hold out.

    See `stratified_parts`.
    """
    if not 0 < fraction < 1:
        raise ValueError(f"a fraction within 0..1 is needed, not {fraction}")
    return stratified_parts(targets, (1 - fraction, fraction), seed, groups) == 1


def stratified_parts(
    targets: np.ndarray, shares: Sequence[float], seed: int, groups: np.ndarray | None = None
) -> np.ndarray:
    """Return ``(n,)`` int, the part of each scan: 0 for about ``shares[0]`` of them, and so on.

    ``targets``: ``(n, labels)``, 1 present, 0 absent, NaN unknown; unknown is balanced as well.
    ``shares``: above 0, together 1. ``groups``: ``(n,)`` of anything sortable; scans of one group
    stay together. Equal arguments give equal parts.
    """
    wanted = np.array(shares, float)
    if (wanted <= 0).any() or not np.isclose(wanted.sum(), 1):
        raise ValueError(f"shares above 0 that make 1 together are needed, not {shares}")
    scans = len(targets)
    strata = np.hstack([targets == 1, np.isnan(targets)])
    strata = strata[:, strata.any(axis=0)].astype(np.int64)
    group_of = np.arange(scans) if groups is None else np.unique(groups, return_inverse=True)[1]
    sizes = np.bincount(group_of)
    counts = np.zeros((len(sizes), strata.shape[1]), np.int64)
    np.add.at(counts, group_of, strata)
    chance = np.random.default_rng(seed)
    if sizes.max(initial=0) <= 1:
        return _placed(counts, sizes, wanted, chance)[group_of]
    weights = np.column_stack([counts, sizes])
    starts = max(1, min(STARTS, GROUPS_PLACED // len(sizes)))
    tried = [
        balancing.improved(weights, _placed(counts, sizes, wanted, chance), wanted, chance)
        for _ in range(starts)
    ]
    return min(tried, key=lambda part: balancing.imbalance(weights, part, wanted))[group_of]


def _placed(
    counts: np.ndarray, sizes: np.ndarray, shares: np.ndarray, chance: np.random.Generator
) -> np.ndarray:
    """The part of each group, ``(g,)`` int, from their ``(g, strata)`` counts."""
    wanted = shares[:, None] * counts.sum(axis=0)
    room = shares * sizes.sum()
    unplaced = counts.sum(axis=0)
    shuffled = chance.permutation(len(sizes))
    order = shuffled[np.argsort(-sizes[shuffled], kind="stable")]
    part = np.full(len(sizes), -1)

    def place(group: int, want: np.ndarray) -> None:
        best = max(range(len(shares)), key=lambda k: (want[k], room[k]))
        part[group] = best
        room[best] -= sizes[group]
        wanted[best] -= counts[group]
        unplaced[:] -= counts[group]

    while unplaced.any():
        rarest = int(np.argmin(np.where(unplaced > 0, unplaced, np.iinfo(np.int64).max)))
        for group in order[(counts[order, rarest] > 0) & (part[order] < 0)]:
            place(group, wanted[:, rarest])
    for group in order[part[order] < 0]:
        place(group, room)
    return part
