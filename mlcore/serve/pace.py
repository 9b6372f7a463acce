"""How often one client may ask: a bucket of tokens each, and memory for so many clients only."""

import ipaddress
import time
from collections import OrderedDict
from collections.abc import Callable

MOST_CLIENTS = 10_000
BURST = 0.1
"""Of a minute's requests: so many may come at once."""


class Pace:
    """A token bucket per client. Only the server's event loop may use it."""

    def __init__(self, a_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._a_second = a_minute / 60
        self._most = max(1.0, a_minute * BURST)
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        """Client to the tokens it had left, and when."""

    def wait(self, client: str) -> float:
        """Take a token; seconds until there is one where there is none now, else 0."""
        if not self._a_second:
            return 0.0
        now, name = self._clock(), _named(client)
        left, since = self._buckets.pop(name, (self._most, now))
        left = min(self._most, left + (now - since) * self._a_second)
        taken = left >= 1
        self._buckets[name] = (left - taken, now)
        if len(self._buckets) > MOST_CLIENTS:
            self._buckets.popitem(last=False)
        return 0.0 if taken else (1 - left) / self._a_second

    def __len__(self) -> int:
        return len(self._buckets)


def _named(client: str) -> str:
    """One subscriber has as many IPv6 addresses as it likes, which share their first 64 bits."""
    try:
        address = ipaddress.ip_address(client)
    except ValueError:
        return client
    if address.version == 4:
        return client
    return str(ipaddress.ip_network((int(address) >> 64 << 64, 64)))
