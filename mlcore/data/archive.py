"""A folder or a ZIP, read the same way: names and bytes.

Names are relative with forward slashes. Hidden files and what systems leave behind are not listed,
and where everything lies in one outer folder, that folder is not part of the names.
"""

import os
import stat
import threading
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Self

from mlcore.data.skipped import Unreadable
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

    def __init__(self, title: str, sizes: dict[str, int], read: Callable[[str], bytes]) -> None:
        """``sizes`` are bytes by full name; ``read`` takes such a name."""
        wanted = [name for name in sizes if _is_wanted(name)]
        outer = _outer_folder(wanted)
        self.title = title
        """The folder's or file's own name, to speak of it."""
        self._full = {name[len(outer) :]: name for name in wanted}
        self._sizes = sizes
        self._read = read

    def names(self) -> list[str]:
        return sorted(self._full)

    def size(self, name: str) -> int:
        """Bytes of one file, unpacked."""
        return self._sizes[self._full[name]]

    def read(self, name: str) -> bytes:
        """The bytes of one file; `Unreadable` where it is missing, damaged or encrypted."""
        if name not in self._full:
            raise Unreadable(name, f"there is no such file in {self.title}")
        if self.size(name) > MAX_FILE_BYTES:
            raise Unreadable(name, "the file is larger than 1 GB")
        try:
            return self._read(self._full[name])
        except RuntimeError as problem:  # how zipfile says that it needs a password
            raise Unreadable(name, "the file is encrypted; pack it without a password") from problem
        except NotImplementedError as problem:
            raise Unreadable(name, "the file is packed in an unknown way; use plain ZIP") from problem
        except OSError as problem:
            raise Unreadable(name, f"cannot be read ({problem.strerror or problem})") from problem
        except Exception as problem:  # damaged members fail in many ways
            raise Unreadable(name, "the file is damaged inside the ZIP") from problem

    def close(self) -> None:
        """Nothing is held open."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class ZipSource(Source):
    """A ZIP whose entries were checked before a single one is unpacked."""

    def __init__(self, path: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as problem:
            raise ScanLabError(
                f"{path.name} is not a readable ZIP; expected a folder or a ZIP, try packing it again"
            ) from problem
        try:
            entries = [entry for entry in self._zip.infolist() if not entry.is_dir()]
            _check(path.name, entries)
        except BaseException:
            self._zip.close()
            raise
        self._entries = {_slashed(entry.filename): entry for entry in entries}
        self._lock = threading.Lock()  # ZipFile counts its readers without one
        sizes = {name: entry.file_size for name, entry in self._entries.items()}
        super().__init__(path.name, sizes, self._unpacked)

    def close(self) -> None:
        self._zip.close()

    def _unpacked(self, name: str) -> bytes:
        with self._lock:
            return self._zip.read(self._entries[name])


def open_source(path: Path) -> Source:
    """Open a folder or a ZIP; `ScanLabError` where it is neither, or a ZIP that means harm."""
    path = Path(path)
    if path.is_dir():
        files = _files(path)
        if len(files) > MAX_FILES:
            raise ScanLabError(f"{path.name} holds more than {MAX_FILES:,} files; import a part of it")
        sizes = {name: file.stat().st_size for name, file in files.items()}
        return Source(path.resolve().name, sizes, lambda name: files[name].read_bytes())
    if path.is_file():
        return ZipSource(path)
    raise ScanLabError(f"there is no file or folder {path}; check the path")


def _files(folder: Path) -> dict[str, Path]:
    """All files below ``folder``; links are followed, but no folder is entered twice."""
    found, entered = {}, set()
    for at, folders, files in os.walk(folder, followlinks=True):
        here = Path(at)
        where = here.stat()
        if (where.st_dev, where.st_ino) in entered:
            folders.clear()
            continue
        entered.add((where.st_dev, where.st_ino))
        for file in files:
            path = here / file
            if path.is_file():
                found[path.relative_to(folder).as_posix()] = path
    return found


def _check(title: str, entries: Iterable[zipfile.ZipInfo]) -> None:
    entries = list(entries)
    for entry in entries:
        name = PurePosixPath(_slashed(entry.filename))
        if name.is_absolute() or ".." in name.parts or ":" in name.parts[0]:
            raise ScanLabError(
                f"{title} was refused: its entry {entry.filename!r} points outside the ZIP"
            )
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise ScanLabError(
                f"{title} was refused: its entry {entry.filename!r} is a link; pack the files "
                "themselves"
            )
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if (
        len(entries) > MAX_FILES
        or unpacked > MAX_TOTAL_BYTES
        or unpacked > max(RATIO_FREE_BYTES, MAX_RATIO * packed)
    ):
        raise ScanLabError(
            f"{title} was refused: its {len(entries):,} files would unpack from {packed / 1e6:,.1f} "
            f"to {unpacked / 1e6:,.1f} MB, as a ZIP bomb does; import it as a folder"
        )


def _slashed(name: str) -> str:
    return name.replace("\\", "/")


def _is_wanted(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return not any(part.startswith(".") or part in LEFTOVERS for part in parts)


def _outer_folder(names: list[str]) -> str:
    """The first folder of all ``names`` with its slash, or nothing where they do not share one."""
    firsts = {name.partition("/")[0] for name in names}
    if len(firsts) == 1 and all("/" in name for name in names):
        return firsts.pop() + "/"
    return ""
