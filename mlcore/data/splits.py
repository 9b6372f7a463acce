"""Cutting one set of scans in two so that every label has its share in both.

Iterative stratification: Sechidis, Tsoumakas & Vlahavas, "On the stratification of multi-label
data", ECML PKDD 2011. The rarest label still to be placed goes first; each of its scans goes where
most of that label is still wanted, then where most scans are. Groups (scans of one patient) are
placed as one, the largest first.
"""

import numpy as np


def stratified_split(
    targets: np.ndarray, fraction: float, seed: int, groups: np.ndarray | None = None
) -> np.ndarray:
    """Return ``(n,)`` bool, True for about ``fraction`` of the scans: those to hold out.

    ``targets``: ``(n, labels)``, 1 present, 0 absent, NaN unknown; unknown is balanced as well.
    ``groups``: ``(n,)`` of anything sortable; scans of one group stay together.
    Equal arguments give equal splits.
    """
    if not 0 < fraction < 1:
        raise ValueError(f"a fraction within 0..1 is needed, not {fraction}")
    scans = len(targets)
    strata = np.hstack([targets == 1, np.isnan(targets)])
    strata = strata[:, strata.any(axis=0)].astype(np.int64)
    group_of = np.arange(scans) if groups is None else np.unique(groups, return_inverse=True)[1]
    sizes = np.bincount(group_of)
    counts = np.zeros((len(sizes), strata.shape[1]), np.int64)
    np.add.at(counts, group_of, strata)
    return _placed(counts, sizes, fraction, np.random.default_rng(seed))[group_of]


def _placed(
    counts: np.ndarray, sizes: np.ndarray, fraction: float, chance: np.random.Generator
) -> np.ndarray:
    """Which of the groups to hold out: ``(g,)`` bool, from their ``(g, strata)`` counts."""
    shares = np.array([1 - fraction, fraction])
    wanted = shares[:, None] * counts.sum(axis=0)
    room = shares * sizes.sum()
    unplaced = counts.sum(axis=0)
    shuffled = chance.permutation(len(sizes))
    order = shuffled[np.argsort(-sizes[shuffled], kind="stable")]
    side = np.full(len(sizes), -1)

    def place(group: int, want: np.ndarray) -> None:
        best = int(want[1] > want[0] or (want[1] == want[0] and room[1] > room[0]))
        side[group] = best
        room[best] -= sizes[group]
        wanted[best] -= counts[group]
        unplaced[:] -= counts[group]

    while unplaced.any():
        rarest = int(np.argmin(np.where(unplaced > 0, unplaced, np.iinfo(np.int64).max)))
        for group in order[(counts[order, rarest] > 0) & (side[order] < 0)]:
            place(group, wanted[:, rarest])
    for group in order[side[order] < 0]:
        place(group, room)
    return side == 1
