"""What takes long to make, kept in memory and shared by everybody: few of it, small in sum."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """Those used last stay. Safe between threads: several who want the same wait for one making,
    and nobody waits for the making of something else."""

    def __init__(
        self, most: int, most_bytes: float = float("inf"), weigh: Callable[[T], int] = lambda _: 0
    ) -> None:
        """``weigh`` gives the bytes of one; the newest stays even if it is too large alone."""
        self._most, self._most_bytes, self._weigh = most, most_bytes, weigh
        self._kept: OrderedDict[Hashable, T] = OrderedDict()
        self._making: dict[Hashable, threading.Lock] = {}
        self._lock = threading.Lock()

    def __contains__(self, key: Hashable) -> bool:
        return key in self._kept

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The one of this key, made now where there is none; what ``make`` raises is not kept."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
            making = self._making.setdefault(key, threading.Lock())
        with making:
            with self._lock:
                if key in self._kept:
                    return self._kept[key]
            try:
                made = make()
                with self._lock:
                    self._kept[key] = made
                    self._trim()
            finally:
                with self._lock:
                    self._making.pop(key, None)
        return made

    def _trim(self) -> None:
        while len(self._kept) > 1 and (
            len(self._kept) > self._most
            or sum(map(self._weigh, self._kept.values())) > self._most_bytes
        ):
            self._kept.popitem(last=False)
