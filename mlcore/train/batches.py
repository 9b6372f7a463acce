"""Batches of training scans, augmented ahead of their use by threads."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import islice

import numpy as np

from mlcore.augment import stream
from mlcore.augment.recipe import Recipe
from mlcore.train.parts import Part

THREADS = max(1, (os.cpu_count() or 1) // 2)
"""The step of learning computes on every core; more threads would only take turns with it."""
AHEAD = 4
"""Batches a thread keeps ready, so that a slow one is not waited for."""


@dataclass(frozen=True)
class Lessons:
    """Training scans as an epoch shows them: changed, or as they are and with changed copies.

    A variant depends on the run's seed, its number and its scan alone, never on the thread that
    makes it or on what was made before; so a run that resumes sees what it would have seen.
    """

    part: Part
    recipe: Recipe
    copies: int = 0
    """Fixed changed copies of each scan that are added; 0 changes the scans, anew each epoch."""
    seed: int = 0

    def __len__(self) -> int:
        return len(self.part) * (1 + self.copies)

    @cached_property
    def truth(self) -> np.ndarray:
        """``(n, labels)`` float32, NaN unknown: first of all scans, then of their copies."""
        return np.tile(self.part.truth, (1 + self.copies, 1))

    def pixels(self, positions: np.ndarray, epoch: int) -> np.ndarray:
        """``(b,)`` positions below ``len`` to ``(b, side, side, c)`` uint8."""
        copy, scan = np.divmod(positions, len(self.part))
        pixels = self.part.pixels(scan)
        if not self.recipe.active:
            return pixels
        # The fixed copies are the variants that as many epochs would show; no room is needed to
        # keep them.
        variant = copy if self.copies else np.full_like(copy, epoch)
        rows = self.part.rows[scan]
        changed = np.flatnonzero(variant)
        seeds = [stream.seed_for(self.seed, int(variant[i]), int(rows[i])) for i in changed]
        pixels[changed] = stream.apply_many(self.recipe, pixels[changed], np.array(seeds, np.int64))
        return pixels

    def batches(
        self, orders: Iterable[np.ndarray], epoch: int
    ) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """``(positions, pixels)`` for each array of positions, in their order."""
        if not self.recipe.active:
            yield from ((positions, self.pixels(positions, epoch)) for positions in orders)
            return
        yield from _ahead(partial(self.pixels, epoch=epoch), orders)


def _ahead(
    make: Callable[[np.ndarray], np.ndarray], orders: Iterable[np.ndarray]
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """``(positions, make(positions))`` in order, some of them made before they are asked for."""
    pool = ThreadPoolExecutor(THREADS, "augmentation")
    try:
        orders = iter(orders)
        pending = deque((few, pool.submit(make, few)) for few in islice(orders, THREADS * AHEAD))
        while pending:
            positions, pixels = pending.popleft()
            for few in islice(orders, 1):
                pending.append((few, pool.submit(make, few)))
            yield positions, pixels.result()
    finally:
        pool.shutdown(cancel_futures=True)
