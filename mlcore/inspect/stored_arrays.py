"""Arrays of an ``.npz`` file, read one by one when they are asked for."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np


class StoredArrays(Mapping[str, np.ndarray]):
    """The file is open while an array is read and not longer, so that nobody has to close it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with np.load(path, allow_pickle=False) as file:
            self._names = tuple(file.files)

    def __getitem__(self, name: str) -> np.ndarray:
        if name not in self._names:
            raise KeyError(name)
        with np.load(self._path, allow_pickle=False) as file:
            return file[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)
