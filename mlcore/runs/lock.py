"""A lock that the operating system frees when its holder dies, however it dies."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

try:
    import fcntl

    def _try_lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

except ImportError:  # Windows
    import msvcrt

    def _try_lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)


@contextmanager
def holding(path: Path) -> Iterator[bool]:
    """Yield whether the lock was free and is now ours for the length of the block."""
    handle = os.open(path, os.O_CREAT | os.O_RDWR)
    try:
        try:
            _try_lock(handle)
        except OSError:
            yield False
        else:
            yield True
    finally:
        os.close(handle)
