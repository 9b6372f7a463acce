"""Scans read from disk a few at a time, and worked on by all cores.

Pages of a memory-mapped file count as memory of the process for as long as there is room, so that
a pass over a large store seems to need all of it; plain reads into a buffer do not.
"""

import mmap
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np

from mlcore.data.selected import Pixels, Selected

CHUNK_BYTES = 8 << 20
"""Pixels of one chunk: small beside any memory, large beside what starting on it costs."""


def slices(pixels: Pixels) -> Iterator[slice]:
    """Stretches of positions that cover all scans, each of about ``CHUNK_BYTES``."""
    step = max(1, CHUNK_BYTES // max(1, int(np.prod(pixels.shape[1:]))))
    return (slice(start, min(start + step, len(pixels))) for start in range(0, len(pixels), step))


def read(pixels: Pixels, rows: slice | np.ndarray) -> np.ndarray:
    """``pixels[rows]`` in memory, ``(k, side, side, channels)``; ``rows`` are positions from 0."""
    if isinstance(pixels, Selected):
        return read(pixels.base, pixels.rows[rows])
    if not isinstance(getattr(pixels, "base", None), mmap.mmap):
        return np.asarray(pixels[rows])
    if isinstance(rows, slice):
        rows = np.arange(*rows.indices(len(pixels)))
    scans = np.empty((len(rows), *pixels.shape[1:]), pixels.dtype)
    edges = [0, *(np.flatnonzero(np.diff(rows) != 1) + 1), len(rows)] if len(rows) else []
    with open(pixels.filename, "rb") as file:
        for start, stop in pairwise(edges):
            file.seek(pixels.offset + int(rows[start]) * pixels.strides[0])
            file.readinto(scans[start:stop])
    return scans


def over(pixels: Pixels, work: Callable[[slice, np.ndarray], None]) -> Iterator[int]:
    """Let every core do ``work(positions, scans)`` on chunks; yields how many scans are done.

    ``work`` may only write where its own positions are.
    """
    return on_all_cores(lambda rows: work(rows, read(pixels, rows)), slices(pixels))


def on_all_cores(work: Callable[[slice], None], stretches: Iterable[slice]) -> Iterator[int]:
    """Do ``work`` on stretches of positions, in any order; yields where each ends, in order."""

    def one(rows: slice) -> int:
        work(rows)
        return rows.stop

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield from pool.map(one, stretches)
