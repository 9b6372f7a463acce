"""Which file a table means: with or without folders, endings, capitals or leading zeros."""

import posixpath
from collections.abc import Callable, Sequence

from mlcore.data.skipped import Skip

Key = Callable[[str], str]
Way = tuple[Key, Key]

LONGEST_ENDING = 5


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _stem(path: str) -> str:
    """The name less its ending; that begins with a letter, as a number may be part of an id."""
    name = _name(path)
    stem, _, ending = name.rpartition(".")
    is_ending = ending[:1].isalpha() and ending.isalnum() and len(ending) <= LONGEST_ENDING
    return stem if is_ending and stem else name


def _small(path: str) -> str:
    return _stem(path).casefold()


def _number(path: str) -> str:
    """The stem less leading zeros, which spreadsheets drop."""
    stem = _stem(path)
    return (stem.lstrip("0") or "0") if stem.isdecimal() else stem


WAYS = ((_name, _name), (_stem, _name), (_stem, _stem), (_small, _small), (_number, _number))
"""What of a file must equal what of an id, the strictest first; what fits first is taken."""
STRICT_WAYS = WAYS[:3]
"""Those by which a number in another column is not easily taken for a file."""


class FileNames:
    """Files of one folder, found by what a table may call them."""

    def __init__(self, root: str, files: Sequence[str]) -> None:
        """``root`` is the folder that all ``files`` are in, with its slash, or empty."""
        self.root = root
        self.files = list(files)
        self._whole = set(self.files)
        self._indexes: dict[Key, dict[str, list[str]]] = {}

    def find(self, scan_id: str, ways: Sequence[Way] = WAYS) -> list[str]:
        """The file that ``scan_id`` means; several where more than one may be meant."""
        path = _path(scan_id)
        if self.root + path in self._whole:
            return [self.root + path]
        folders = _folders(path)
        for of_file, of_id in ways:
            files = self._index(of_file).get(of_id(path), [])
            if files := self._closest(files, folders):
                return files
        return []

    def _index(self, key: Key) -> dict[str, list[str]]:
        if key not in self._indexes:
            index = self._indexes[key] = {}
            for file in self.files:
                index.setdefault(key(file), []).append(file)
        return self._indexes[key]

    def _closest(self, files: list[str], wanted: list[str]) -> list[str]:
        """Those that share the most folders with ``wanted``; none where all folders differ.

        Elsewhere the same name may be another scan: patient7/view1.jpg is not patient8/view1.jpg.
        """
        if not wanted and len(files) < 2:
            return files
        folders = [_folders(file[len(self.root) :]) for file in files]
        shared = [_shared(found, wanted) for found in folders]
        return [
            file
            for file, found, count in zip(files, folders, shared, strict=True)
            if count == max(shared) and (count or not found or not wanted)
        ]


def matched(names: FileNames, ids: Sequence[str], table: str) -> tuple[dict[str, str], list[Skip]]:
    """The file of each id, and the ids that have none, several, or another id's."""
    found: dict[str, str] = {}
    owner: dict[str, str] = {}
    skipped = []
    where = f" in {names.root}" if names.root else ""
    for scan_id in ids:
        files = names.find(scan_id)
        if not files:
            problem = f"in {table}, but there is no such file{where}"
        elif len(files) > 1:
            problem = f"in {table}, but {len(files)} files may be meant: {', '.join(files[:3])}"
        elif files[0] in owner:
            problem = f"in {table}, but its file {files[0]} is that of {owner[files[0]]!r} already"
        else:
            found[scan_id] = files[0]
            owner[files[0]] = scan_id
            continue
        skipped.append(Skip(scan_id, problem))
    return found, skipped


def _path(scan_id: str) -> str:
    path = scan_id.replace("\\", "/")
    return posixpath.normpath(path) if "/" in path else path


def _folders(path: str) -> list[str]:
    """Innermost first."""
    return [folder for folder in path.split("/")[-2::-1] if folder]


def _shared(one: list[str], other: list[str]) -> int:
    same = [a == b for a, b in zip(one, other, strict=False)]
    return same.index(False) if False in same else len(same)
