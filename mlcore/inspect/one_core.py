"""Matrix products that stay on the core of whoever asks for them."""

from contextlib import ContextDecorator
from threading import Lock

from threadpoolctl import threadpool_limits


class OneCore(ContextDecorator):
    """While any thread is inside, BLAS uses no threads of its own.

    They would compete with ours, and where another process trains a network beside us they wait
    for each other longer than they work: many small products then take ten times as long. Enter as
    often and from as many threads as you like.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._inside = 0
        self._limits: threadpool_limits | None = None

    def __enter__(self) -> None:
        with self._lock:
            self._inside += 1
            if self._limits is None:
                self._limits = threadpool_limits(1, "blas")

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._inside -= 1
            if not self._inside and self._limits is not None:
                self._limits.restore_original_limits()
                self._limits = None


one_core = OneCore()
