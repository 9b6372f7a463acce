"""Files to scans of a model's shape, read by threads ahead of whoever asks, in batches."""

import os
import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np

from mlcore.data import images
from mlcore.errors import ScanLabError
from mlcore.predict.inputs import Input

BATCH = 64
"""Scans answered at once; more are no quicker, and their activations fill the memory."""
TASK = 8
"""Small files a thread reads in one go: fewer, and it waits for its turn longer than it reads."""
TASK_BYTES = 1 << 18
"""Large files are dealt to the threads one by one."""
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
    waiting: deque[Future[list[Read]]] = deque()
    tasks = _tasks(files)
    pool = ThreadPoolExecutor(os.cpu_count(), thread_name_prefix="reading")

    def all_of(task: list[Input]) -> list[Read]:
        return [read(given, side, channels) for given in task]

    try:
        while True:
            for task in islice(tasks, AHEAD // TASK - len(waiting)):
                waiting.append(pool.submit(all_of, task))
            if not waiting:
                return
            yield _taken(waiting)
    finally:
        pool.shutdown(cancel_futures=True)


def _tasks(files: Iterable[Input]) -> Iterator[list[Input]]:
    task, size = [], 0
    for given in files:
        task.append(given)
        size += _bytes(given[1])
        if len(task) == TASK or size >= TASK_BYTES:
            yield task
            task, size = [], 0
    if task:
        yield task


def _bytes(source: bytes | Path | ScanLabError) -> int:
    if isinstance(source, bytes):
        return len(source)
    try:
        return source.stat().st_size if isinstance(source, Path) else 0
    except OSError:
        return 0  # its reader will tell


def _taken(waiting: deque[Future[list[Read]]]) -> list[Read]:
    """Those of the next tasks, of one at least."""
    late = time.monotonic() + PATIENCE
    taken = waiting.popleft().result()
    while waiting and len(taken) <= BATCH - TASK:
        if not waiting[0].done() and time.monotonic() >= late:
            break
        taken += waiting.popleft().result()
    return taken
