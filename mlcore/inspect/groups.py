"""Scans that belong together: a number a scan, ``(n,)`` int from 0, equal within a group."""

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components


def connected(n: int, pairs: np.ndarray) -> np.ndarray:
    """Groups of ``n`` scans, joined by any chain of the ``(k, 2)`` pairs."""
    edges = coo_array((np.ones(len(pairs), np.int8), pairs.T), shape=(n, n))
    return connected_components(edges, directed=False)[1]


def joined(*groupings: np.ndarray) -> np.ndarray:
    """Groups of scans that any chain of the groupings connects."""
    return connected(len(groupings[0]), np.concatenate([_chains(of) for of in groupings]))


def by_name(names: pd.Series) -> np.ndarray:
    """Groups of equal names; scans without one stand alone."""
    codes = pd.factorize(names)[0]
    return np.where(codes < 0, len(names) + np.arange(len(names)), codes)


def of_several(groups: np.ndarray, keep: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Scans to ``keep`` (``(n,)`` bool) that are not alone in their group, group by group.

    Returns their positions ``(k,)`` and the numbers of their groups ``(k,)``, from 0 in the order
    of the first scan of each.
    """
    rows = np.flatnonzero(keep)
    rows = rows[np.bincount(groups[rows])[groups[rows]] > 1] if len(rows) else rows
    first, number = np.unique(groups[rows], return_index=True, return_inverse=True)[1:]
    number = first.argsort().argsort()[number]
    order = np.argsort(number, kind="stable")
    return rows[order], number[order]


def where_any(groups: np.ndarray, marked: np.ndarray) -> np.ndarray:
    """``(n,)`` bool: scans of groups in which any scan is ``marked``, ``(n,)`` bool."""
    return np.bincount(groups, marked)[groups] > 0


def differing(groups: np.ndarray, values: np.ndarray) -> np.ndarray:
    """``(n,)`` bool: scans with a known value whose group has different known ones.

    ``values``: ``(n,)`` small whole numbers as float, NaN unknown.
    """
    known = ~np.isnan(values)
    group, value = groups[known], values[known].astype(np.float64)
    # All values are equal where n Σv² = (Σv)², by the inequality of Cauchy and Schwarz.
    count, total, squares = (np.bincount(group, v) for v in (np.ones(len(value)), value, value**2))
    mixed = np.zeros(len(groups), bool)
    mixed[known] = (count * squares != total**2)[group]
    return mixed


def _chains(groups: np.ndarray) -> np.ndarray:
    """``(k, 2)``: each scan of a group and the next one."""
    order = np.argsort(groups, kind="stable")
    same = groups[order[1:]] == groups[order[:-1]]
    return np.stack([order[:-1], order[1:]], axis=1)[same]
