"""What somebody gave to be answered, as single scans: files, folders, ZIPs and stacks of arrays.

Decided by content, never by name. Nothing is unpacked to disk, and nothing is read before its turn.
"""

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from mlcore.data import array_file
from mlcore.data.archive import Source, open_source, open_zip
from mlcore.data.skipped import UnreadableError
from mlcore.errors import ScanLabError
from mlcore.inspect.wording import counted

ZIP = (b"PK\x03\x04", b"PK\x05\x06")
MOST = 100_000
"""Scans answered at once."""


@dataclass(frozen=True)
class Input:
    name: str
    read: Callable[[], bytes | Path]
    """`ScanLabError` where there is nothing to read."""


def each(given: Iterable[tuple[str, bytes | Path]]) -> list[Input]:
    """One entry a scan, those of a folder, a ZIP or a stack in its place.

    What cannot be opened becomes an entry whose ``read`` says why. `ScanLabError` for more than
    `MOST` scans.
    """
    found = [one for name, source in given for one in _inside(name, source)]
    if len(found) > MOST:
        raise ScanLabError(
            f"{counted(len(found), 'scan')} were given; expected at most {MOST:,}, give a part"
        )
    return found


def _inside(name: str, source: bytes | Path) -> list[Input]:
    try:
        if isinstance(source, Path):
            return _on_disk(name, source)
        if source.startswith(ZIP):
            return _packed(name, open_zip(io.BytesIO(source), name))
        if array_file.is_one(source):
            return _stacked(name, source)
    except ScanLabError as problem:
        return [Input(name, partial(_refuse, name, str(problem)))]
    return [Input(name, lambda: source)]


def _on_disk(name: str, path: Path) -> list[Input]:
    if path.is_dir():
        return _packed(name, open_source(path))
    beginning = _first_bytes(path)
    if beginning.startswith(ZIP):
        return _packed(name, open_zip(path, name))
    if array_file.is_one(beginning):
        return _stacked(name, path.read_bytes())
    return [Input(name, lambda: path)]


def _packed(name: str, source: Source) -> list[Input]:
    names = source.names()
    if not names:
        return [Input(name, partial(_refuse, name, "it holds no files"))]
    return [Input(f"{name}/{inside}", partial(source.read, inside)) for inside in names]


def _stacked(name: str, raw: bytes) -> list[Input]:
    count = array_file.pictures(raw, name)
    if count == 1:
        return [Input(name, lambda: raw)]
    return [
        Input(f"{name}[{number}]", partial(array_file.one_of, raw, name, number))
        for number in range(min(count, MOST + 1))
    ]


def _first_bytes(path: Path) -> bytes:
    """Empty where it cannot be opened, which reading it will say."""
    try:
        with open(path, "rb") as file:
            return file.read(len(array_file.MAGIC))
    except OSError:
        return b""


def _refuse(name: str, reason: str) -> bytes:
    raise UnreadableError(name, reason.removeprefix(f"{name}: "))
