"""A lock that the operating system frees when its holder dies, however it dies."""

import os
import time
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
def holding(path: Path, patience: float = 0.0) -> Iterator[bool]:
    """Yield whether the lock is ours for the length of the block.

    Where somebody else has it, wait for up to ``patience`` seconds.
    """
    handle = os.open(path, os.O_CREAT | os.O_RDWR, 0o644)
    try:
        yield _locked(handle, time.monotonic() + patience)
    finally:
        os.close(handle)


def _locked(handle: int, give_up: float) -> bool:
    while True:
        try:
            _try_lock(handle)
            return True
        except OSError:
            if time.monotonic() >= give_up:
                return False
            time.sleep(0.05)
