"""Memory that is used again: for arrays as large as a batch, fetching it anew costs more than
filling it."""

import math
import weakref
from collections import defaultdict

import numpy as np

ALIGNED = 64
"""Bytes; TensorFlow takes an array that begins at a multiple of them without copying it."""

_free: dict[int, list[np.ndarray]] = defaultdict(list)


def take(shape: tuple[int, ...]) -> np.ndarray:
    """A float32 array of ``shape`` with anything in it; nobody else has it while it is in use."""
    count = math.prod(shape)
    kept = _fitting(count)
    # All views hold on to this one, and to no array behind it, as that is a view of something else.
    lent = np.frombuffer(memoryview(kept)[:count], np.float32)
    weakref.finalize(lent, _free[len(kept)].append, kept)
    return lent.reshape(shape)


def _fitting(count: int) -> np.ndarray:
    """Kept memory for as many numbers or up to twice as many, as a last batch is smaller."""
    for size in sorted(_free):
        if count <= size <= 2 * count and _free[size]:
            try:
                return _free[size].pop()
            except IndexError:  # another thread was quicker
                continue
    return _aligned(count)


def _aligned(count: int) -> np.ndarray:
    memory = np.empty(4 * count + ALIGNED, np.uint8)
    begin = -memory.ctypes.data % ALIGNED
    return memory[begin : begin + 4 * count].view(np.float32)
