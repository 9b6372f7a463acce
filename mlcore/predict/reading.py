"""Files to scans of a model's shape, read by threads ahead of whoever asks, in batches."""

import os
import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from mlcore.data import images
from mlcore.errors import ScanLabError
from mlcore.predict.inputs import Input

BATCH = 64
"""Scans answered at once; more are no quicker, and their activations fill the memory."""
PATIENCE = 0.25
"""Seconds after which a batch goes with what has been read: large files are slow to read."""
AHEAD = 2 * BATCH
"""Files being read or waiting: what lies in memory at most."""


@dataclass(frozen=True)
class Read:
    """One file as the network will see it, or why it cannot."""

    file: str
    pixels: np.ndarray | None = None
    """``(side, side, channels)`` uint8."""
    warnings: tuple[str, ...] = ()
    error: str | None = None
    milliseconds: float = 0.0


def read(given: Input, side: int, channels: int) -> Read:
    """Read one file; a reason, given or found, becomes the error."""
    name, source = given
    started = time.perf_counter()
    if isinstance(source, ScanLabError):
        return Read(name, error=str(source))
    try:
        scan = images.read(source, name)
        pixels = images.to_side(scan.pixels, side, channels)
    except ScanLabError as error:
        return Read(name, error=str(error))
    took = (time.perf_counter() - started) * 1000
    return Read(name, pixels, scan.warnings, milliseconds=took)


def batches(files: Iterable[Input], side: int, channels: int) -> Iterator[list[Read]]:
    """All files in their order, up to `BATCH` at once, fewer where reading is slow; closing the
    iterator ends the reading."""
    waiting: deque[Future[Read]] = deque()
    files = iter(files)
    pool = ThreadPoolExecutor(os.cpu_count(), thread_name_prefix="reading")
    try:
        while True:
            for given in files:
                waiting.append(pool.submit(read, given, side, channels))
                if len(waiting) >= AHEAD:
                    break
            if not waiting:
                return
            yield _taken(waiting)
    finally:
        pool.shutdown(cancel_futures=True)


def _taken(waiting: deque[Future[Read]]) -> list[Read]:
    """The next of them, one at least."""
    late = time.monotonic() + PATIENCE
    taken = [waiting.popleft().result()]
    while waiting and len(taken) < BATCH and (waiting[0].done() or time.monotonic() < late):
        taken.append(waiting.popleft().result())
    return taken
