"""Which rows of a table of numbers lie closest together, for any number of rows.

Up to `ALL` rows every pair is compared. Beyond, that would take too long: rows are divided again
and again along a random direction until few are left, and only these are compared, in several such
trees (Dasgupta & Freund, "Random projection trees and low dimensional manifolds", 2008). Time then
grows like n log n, and a few neighbours are missed.
"""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np

from mlcore.progress import Progress, silent

ALL = 1 << 15
LEAF = 1 << 11
TREES = 6
NEAREST = 2
"""Neighbours looked up for each row: its copy, and one that may come between."""
BLOCK = 64
"""Rows compared with all others at a time: what then lies in memory fits a core's own cache."""
MIDDLE = 0.4, 0.6
"""Where a division may lie, so that no two trees divide alike."""


def neighbours(vectors: np.ndarray, seed: int = 0, progress: Progress = silent) -> np.ndarray:
    """``(k, 2)`` int pairs of rows of ``(n, d)`` float32, the smaller first, each once."""
    n, rng = len(vectors), np.random.default_rng(seed)
    trees, leaf = (1, n) if is_complete(n) else (TREES, LEAF)
    found, done = [np.empty(0, np.int64)], 0
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for _ in range(trees):
            for rows in _leaves(vectors, leaf, rng):
                low, high = np.sort(rows[_nearest(vectors[rows], pool)], axis=1).T
                found.append(np.unique(low * n + high))
                done += len(rows)
                progress("comparing scans", done, n * trees)
    return np.stack(np.divmod(np.unique(np.concatenate(found)), max(n, 1)), axis=1)


def is_complete(n: int) -> bool:
    """Whether `neighbours` compares every pair of ``n`` rows."""
    return n <= ALL


def _leaves(vectors: np.ndarray, leaf: int, rng: np.random.Generator) -> Iterator[np.ndarray]:
    """Rows that lie close together, ``(k,)`` with k up to ``leaf``."""
    waiting = [np.arange(len(vectors))]
    while waiting:
        rows = waiting.pop()
        if len(rows) <= leaf:
            yield rows
            continue
        along = vectors[rows] @ rng.standard_normal(vectors.shape[1], np.float32)
        at = int(len(rows) * rng.uniform(*MIDDLE))
        order = np.argpartition(along, at)
        waiting += [rows[order[at:]], rows[order[:at]]]


def _nearest(vectors: np.ndarray, pool: ThreadPoolExecutor) -> np.ndarray:
    """``(k, 2)`` pairs of each row with those nearest to it."""
    # The nearest y to x has the largest x·y - |y|²/2, which is one product with one more column.
    half = (vectors**2).sum(axis=1, keepdims=True) / 2
    ones = np.concatenate([vectors, np.ones_like(half)], axis=1)
    others = np.concatenate([vectors, -half], axis=1).T.copy()
    blocks = pool.map(partial(_nearest_of, ones, others), range(0, len(vectors), BLOCK))
    return np.concatenate([np.empty((0, 2), np.int64), *blocks])


def _nearest_of(ones: np.ndarray, others: np.ndarray, start: int) -> np.ndarray:
    """Pairs of the `BLOCK` rows from ``start`` on."""
    closeness = ones[start : start + BLOCK] @ others
    block = np.arange(len(closeness))
    taken, pairs = start + block, []
    for _ in range(min(NEAREST, len(ones) - 1)):
        closeness[block, taken] = -np.inf
        taken = closeness.argmax(axis=1)
        pairs.append(np.stack([start + block, taken], axis=1))
    return np.concatenate([np.empty((0, 2), np.int64), *pairs])
