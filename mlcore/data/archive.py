"""A folder or a ZIP, read the same way: names and bytes.

Names are relative with forward slashes. Hidden files and what systems leave behind are not listed,
and where everything lies in one outer folder, that folder is not part of the names.
"""

import io
import os
import posixpath
import stat
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from mlcore.data.skipped import UnreadableError
from mlcore.errors import ScanLabError

MAX_FILES = 1_000_000
MAX_FILE_BYTES = 1 << 30
MAX_TOTAL_BYTES = 64 << 30
MAX_RATIO = 200
"""How many times larger a ZIP may unpack, once it unpacks to more than `RATIO_FREE_BYTES`."""
RATIO_FREE_BYTES = 100 << 20

LEFTOVERS = {"__MACOSX", "Thumbs.db", "desktop.ini"}


class Source:
    """Files by name; a context that closes what it opened. Several threads may read at once."""

    def __init__(
        self,
        title: str,
        sizes: dict[str, int],
        read: Callable[[str], bytes],
        close: Callable[[], None],
    ) -> None:
        """``sizes`` are bytes by full name; ``read`` takes such a name."""
        wanted = [name for name in sizes if is_wanted(name)]
        outer = _outer_folder(wanted)
        self.title = title
        """The folder's or file's own name, to speak of it."""
        self.close = close
        self._full = {name[len(outer) :]: name for name in sorted(wanted)}
        self._sizes = sizes
        self._read = read

    def names(self) -> list[str]:
        return list(self._full)

    def full(self, name: str) -> str:
        """The name with the outer folder that all files share."""
        return self._full[name]

    def size(self, name: str) -> int:
        """Bytes of one file, unpacked."""
        return self._sizes[self._full[name]]

    def read(self, name: str) -> bytes:
        """The bytes of one file; `UnreadableError` where it is missing, damaged or encrypted."""
        if name not in self._full:
            raise UnreadableError(name, f"there is no such file in {self.title}")
        if self.size(name) > MAX_FILE_BYTES:
            raise UnreadableError(name, "the file is larger than 1 GB")
        try:
            return self._read(self._full[name])
        except NotImplementedError as problem:
            raise UnreadableError(
                name, "the file is packed in an unknown way; use plain ZIP"
            ) from problem
        except RuntimeError as problem:  # how zipfile says that it needs a password
            raise UnreadableError(
                name, "the file is encrypted; pack it without a password"
            ) from problem
        except OSError as problem:
            raise UnreadableError(
                name, f"cannot be read ({problem.strerror or problem})"
            ) from problem
        except Exception as problem:  # damaged members fail in many ways
            raise UnreadableError(
                name, "the file is damaged inside the ZIP; pack it again"
            ) from problem

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def open_source(path: Path) -> Source:
    """Open a folder or a ZIP; `ScanLabError` where it is neither, or a ZIP that means harm."""
    if path.is_dir():
        return _folder(path)
    if path.is_file():
        return open_zip(path, path.name)
    raise ScanLabError(f"there is no file or folder {path}; check the path")


def _folder(path: Path) -> Source:
    files = _files(path)
    if len(files) > MAX_FILES:
        raise ScanLabError(f"{path.name} holds more than {MAX_FILES:,} files; import a part of it")
    sizes = {name: entry.stat().st_size for name, entry in files.items()}

    def read(name: str) -> bytes:
        with open(files[name].path, "rb") as file:
            return file.read()

    return Source(path.resolve().name, sizes, read, lambda: None)


def open_zip(given: Path | bytes, title: str) -> Source:
    """Open a ZIP on disk or in memory; `ScanLabError` where it is none or means harm."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(given) if isinstance(given, bytes) else given)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as problem:
        raise ScanLabError(
            f"{title} is not a readable ZIP; expected a folder or a ZIP, try packing it again"
        ) from problem
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    try:
        _check(title, entries)
    except ScanLabError:
        archive.close()
        raise
    by_name = {posixpath.normpath(_slashed(entry)): entry for entry in entries}
    lock = threading.Lock()  # ZipFile counts its readers without one

    def read(name: str) -> bytes:
        entry = by_name[name]
        with lock, archive.open(entry) as member:
            return member.read(entry.file_size)  # without a size, a false one would be believed

    sizes = {name: entry.file_size for name, entry in by_name.items()}
    return Source(title, sizes, read, archive.close)


def _files(folder: Path) -> dict[str, os.DirEntry]:
    """All files below ``folder``; links are followed, but no folder is entered twice."""
    found: dict[str, os.DirEntry] = {}
    entered = set()
    waiting = [("", folder)]
    while waiting:
        prefix, path = waiting.pop()
        where = path.stat()
        if (where.st_dev, where.st_ino) in entered or not os.access(path, os.R_OK | os.X_OK):
            continue
        entered.add((where.st_dev, where.st_ino))
        with os.scandir(path) as entries:
            for entry in entries:
                if entry.is_dir():
                    waiting.append((f"{prefix}{entry.name}/", path / entry.name))
                elif entry.is_file():
                    found[prefix + entry.name] = entry
    return found


def _check(title: str, entries: list[zipfile.ZipInfo]) -> None:
    for entry in entries:
        parts = _slashed(entry).split("/")
        if parts[0] == "" or parts[0][1:2] == ":" or ".." in parts:
            raise ScanLabError(
                f"{title} was refused: its entry {entry.filename!r} points outside the ZIP"
            )
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise ScanLabError(
                f"{title} was refused: its entry {entry.filename!r} is a link; pack the file itself"
            )
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if (
        len(entries) > MAX_FILES
        or unpacked > MAX_TOTAL_BYTES
        or unpacked > max(RATIO_FREE_BYTES, MAX_RATIO * packed)
    ):
        raise ScanLabError(
            f"{title} was refused: its {len(entries):,} files would grow from "
            f"{packed / 1e6:,.1f} to {unpacked / 1e6:,.1f} MB, as a ZIP bomb does; unpack it "
            "yourself and import the folder"
        )


def _slashed(entry: zipfile.ZipInfo) -> str:
    return entry.filename.replace("\\", "/")


def is_wanted(name: str) -> bool:
    """Not hidden, and nothing that systems leave behind."""
    return not any(part.startswith(".") or part in LEFTOVERS for part in name.split("/"))


def _outer_folder(names: list[str]) -> str:
    """The first folder of all ``names`` with its slash, or nothing where they do not share one."""
    firsts = {name.partition("/")[0] for name in names}
    if len(firsts) == 1 and all("/" in name for name in names):
        return firsts.pop() + "/"
    return ""
