"""Files that are either whole or not there: written beside, synced, then renamed."""

import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Yield a temporary path; when the block ends well it takes the place of ``path``.

    The temporary name keeps the ending of ``path``, as some writers choose their format by it.
    """
    temporary = path.with_name(f".new-{secrets.token_hex(4)}{path.suffix}")
    try:
        yield temporary
        # Windows syncs only what is open for writing.
        with open(temporary, "r+b") as written:
            os.fsync(written.fileno())
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def stamp(path: Path | str) -> tuple[int, int]:
    """When the file was written, in nanoseconds, and its bytes: another one for another content.
    Zeros where there is none."""
    try:
        told = os.stat(path)  # noqa: PTH116 (a text is asked about without a `Path`)
    except (FileNotFoundError, NotADirectoryError):
        return 0, 0
    return told.st_mtime_ns, told.st_size


def write_json(path: Path, value: Any) -> None:
    with replacing(path) as temporary:
        temporary.write_text(json.dumps(value, indent=1, allow_nan=False) + "\n", encoding="utf-8")


def _refused(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")


_JSON = json.JSONDecoder(parse_constant=_refused)


def parse_json(text: str) -> Any:
    """The value; `ValueError` where the text is no JSON, be it for a NaN, which Python would
    take and nobody could write again."""
    return _JSON.decode(text)


def read_json(path: Path) -> Any:
    """Return the value, or None where the file is missing or cannot be read as JSON."""
    try:
        return parse_json(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return None


def read_object(path: Path) -> dict[str, Any]:
    """Return the object; an empty one where the file is missing or holds anything else."""
    value = read_json(path)
    return value if isinstance(value, dict) else {}
