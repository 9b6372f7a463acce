"""Whatever was given, as a stream of files: pictures, ZIPs, folders and stacks of arrays.

Decided by content. Nothing is unpacked to the disk, and a file that cannot be read becomes a reason
in the stream, so the rest goes on.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from mlcore.data import archive, arrays
from mlcore.data.archive import Source
from mlcore.data.skipped import UnreadableError
from mlcore.errors import ScanLabError

Input = tuple[str, bytes | Path | ScanLabError]
"""A name to show, and the file or the reason why there is none."""

ZIP = (b"PK\x03\x04", b"PK\x05\x06")
HEAD = 8
"""Bytes that tell a ZIP or an array from a picture."""


@dataclass(frozen=True)
class Limits:
    """What one question may hold; more becomes a reason."""

    files: int = 100_000
    """All scans together."""
    unpacked: int = 4 << 30
    """Bytes a ZIP may grow to."""


def each(
    sources: Iterable[tuple[str, bytes | Path]], limits: Limits | None = None
) -> Iterator[Input]:
    """One element a scan, read only when asked for: ``(name, bytes | Path | reason)``.

    ``sources`` are files, ZIPs, NPY files and folders with the names to show.
    """
    limits = limits or Limits()
    for done, found in enumerate(_all(sources, limits)):
        if done == limits.files:
            reason = f"more than {limits.files:,} scans were given; the rest was left out"
            yield found[0], UnreadableError(found[0], reason)
            return
        yield found


def count(sources: Iterable[tuple[str, bytes | Path]], limits: Limits | None = None) -> int:
    """How many elements `each` will give, without reading a picture; ZIPs' tables are read."""
    limits = limits or Limits()
    return min(sum(1 for _ in _all(sources, limits, read=False)), limits.files + 1)


def _all(
    sources: Iterable[tuple[str, bytes | Path]], limits: Limits, read: bool = True
) -> Iterator[Input]:
    for name, given in sources:
        try:
            yield from _of_one(name, given, limits, read)
        except ScanLabError as reason:
            yield name, reason


def _of_one(name: str, given: bytes | Path, limits: Limits, read: bool) -> Iterator[Input]:
    if isinstance(given, Path) and given.is_dir():
        with archive.open_source(given) as source:
            for inner in source.names():
                path = given / source.full(inner)
                yield from _array_or_file(str(path), path, limits)
    elif _head(given).startswith(ZIP):
        with archive.open_zip(given, name) as source:
            _check(source, name, limits)
            for inner in source.names():
                yield from _member(source, inner, f"{name}/{source.full(inner)}", limits, read)
    else:
        yield from _array_or_file(name, given, limits)


def _check(source: Source, name: str, limits: Limits) -> None:
    unpacked = sum(map(source.size, source.names()))
    if unpacked > limits.unpacked:
        raise UnreadableError(
            name,
            f"would unpack to {unpacked / 1e9:.1f} GB; expected {limits.unpacked / 1e9:.1f} GB at "
            "most, give it in parts",
        )
    if not source.names():
        raise UnreadableError(name, "the ZIP holds no files")


def _member(source: Source, inner: str, name: str, limits: Limits, read: bool) -> Iterator[Input]:
    if not read and not inner.lower().endswith(".npy"):
        yield name, b""
        return
    try:
        raw = source.read(inner)
        if raw.startswith(ZIP):
            raise UnreadableError(name, "a ZIP inside a ZIP is not opened; give it by itself")
        yield from _array_or_file(name, raw, limits)
    except ScanLabError as reason:
        yield name, reason


def _array_or_file(name: str, given: bytes | Path, limits: Limits) -> Iterator[Input]:
    if not arrays.is_array(_head(given)):
        yield name, given
        return
    try:
        raw = given if isinstance(given, bytes) else given.read_bytes()
        yield from arrays.split(raw, name, limits.files)
    except OSError as problem:
        yield name, UnreadableError(name, f"cannot be read ({problem.strerror})")
    except ScanLabError as reason:
        yield name, reason


def _head(given: bytes | Path) -> bytes:
    """The first bytes; none where the file cannot be opened, which its reader will tell."""
    if isinstance(given, bytes):
        return given[:HEAD]
    try:
        with open(given, "rb") as file:
            return file.read(HEAD)
    except OSError:
        return b""
