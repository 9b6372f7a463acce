"""What whoever runs the server decides, read from the environment when it starts."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

from mlcore.errors import ScanLabError

TOKEN = "SCANLAB_API_TOKEN"
RATE = "SCANLAB_API_RATE"
MEGABYTES = "SCANLAB_API_MEGABYTES"
FILES = "SCANLAB_API_FILES"


@dataclass(frozen=True)
class Settings:
    token: str | None = None
    """Without it only this very machine is answered."""
    rate: int = 600
    """Requests a minute and client; 0 for no limit."""
    megabytes: int = 100
    """Of one request, all its files together."""
    files: int = 500
    """In one request."""

    @property
    def most_bytes(self) -> int:
        return self.megabytes * 1_000_000


def of(environment: Mapping[str, str] = os.environ) -> Settings:
    """`ScanLabError` names a variable that is no whole number."""
    plain = Settings()
    return Settings(
        environment.get(TOKEN) or None,
        _whole(environment, RATE, plain.rate, 0),
        _whole(environment, MEGABYTES, plain.megabytes, 1),
        _whole(environment, FILES, plain.files, 1),
    )


def _whole(environment: Mapping[str, str], name: str, default: int, least: int) -> int:
    given = environment.get(name) or str(default)
    if not given.isascii() or not given.isdigit() or int(given) < least:
        raise ScanLabError(
            f"the environment variable {name} is {given!r}; expected a whole number of at least "
            f"{least}, such as {default}"
        )
    return int(given)
