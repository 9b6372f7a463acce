"""The array store: one imported data set, read from disk without copying its pixels.

``datasets/<name>/`` holds ``pixels.npy`` (memory-mapped uint8, ``(n, side, side, channels)``),
``table.parquet`` (a row an image) and ``dataset.json`` (facts). See docs/data-format.md.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from mlcore import atomic, paths
from mlcore.errors import ScanLabError

SPLITS = ("train", "val", "test")
RESERVED_COLUMNS = ("id", "split", "patient")
FORMAT_VERSION = 1


@dataclass(frozen=True)
class DataSet:
    """Pixels, labels and facts of ``n`` scans, in one fixed order."""

    name: str
    folder: Path
    labels: tuple[str, ...]
    pixels: np.ndarray
    """``(n, side, side, channels)`` uint8, memory-mapped and read-only."""
    table: pd.DataFrame
    """A row a scan: id, split, perhaps patient, and a float32 column per label (NaN: unknown)."""
    facts: dict[str, Any] = field(repr=False)
    """What ``dataset.json`` says: source, fingerprint, import report, planted flaws of the demo."""

    def __len__(self) -> int:
        return len(self.pixels)

    @property
    def side(self) -> int:
        return self.pixels.shape[1]

    @property
    def channels(self) -> int:
        return self.pixels.shape[3]

    @property
    def fingerprint(self) -> str:
        """A hash of pixels, ids, splits and labels: equal for equal data, whatever the name."""
        return self.facts["fingerprint"]

    @cached_property
    def targets(self) -> np.ndarray:
        """``(n, labels)`` float32: 1 present, 0 absent, NaN unknown."""
        return self.table[list(self.labels)].to_numpy(np.float32)

    def rows(self, split: str) -> np.ndarray:
        """Positions of the scans of one split, ``(k,)`` int."""
        return np.flatnonzero((self.table["split"] == split).to_numpy())

    def split_sizes(self) -> dict[str, int]:
        sizes = self.table["split"].value_counts()
        return {split: int(sizes.get(split, 0)) for split in SPLITS if sizes.get(split, 0)}

    def labelled(self) -> np.ndarray:
        """``(n,)`` bool: scans with at least one known label."""
        return ~np.isnan(self.targets).all(axis=1)


def names() -> list[str]:
    """Names of all data sets in the store, sorted."""
    return sorted(path.parent.name for path in paths.datasets().glob("[!.]*/dataset.json"))


def exists(name: str) -> bool:
    return (paths.datasets() / name / "dataset.json").is_file()


def load(name: str) -> DataSet:
    """Open one data set of the store; `ScanLabError` names what there is instead."""
    folder = paths.datasets() / paths.checked_name(name, "data set")
    facts = atomic.read_json(folder / "dataset.json")
    if facts is None:
        known = ", ".join(names()) or "none yet"
        raise ScanLabError(
            f"there is no data set {name!r} (known: {known}); make the built-in one with "
            "'python -m mlcore demo' or import your own"
        )
    try:
        pixels = np.load(folder / "pixels.npy", mmap_mode="r")
        table = pd.read_parquet(folder / "table.parquet")
    except (OSError, EOFError, ValueError) as problem:
        raise ScanLabError(
            f"data set {name!r} cannot be read ({problem}); import it again"
        ) from problem
    return DataSet(name, folder, tuple(facts["labels"]), pixels, table, facts)


@dataclass
class Draft:
    """A data set being written; nothing of it can be seen until `finish`."""

    name: str
    folder: Path
    pixels: np.ndarray
    """``(capacity, side, side, channels)`` uint8, to be filled."""

    def finish(
        self,
        table: pd.DataFrame,
        labels: Sequence[str],
        facts: dict[str, Any],
        keep: np.ndarray | None = None,
    ) -> DataSet:
        """Publish the draft under its name, replacing an older data set of that name.

        ``table`` has one row per kept scan; ``keep`` (positions, or None for all) says which rows
        of ``pixels`` those are.
        """
        all_of_them = keep is None or np.array_equal(keep, np.arange(len(self.pixels)))
        pixels = self.pixels if all_of_them else self.pixels[keep]
        if len(pixels) != len(table):
            raise ValueError(f"{len(pixels)} scans but {len(table)} rows")
        if pixels is self.pixels:
            self.pixels.flush()
        else:
            np.save(self.folder / "kept.npy", pixels)
            os.replace(self.folder / "kept.npy", self.folder / "pixels.npy")
        table = table.reset_index(drop=True).astype(dict.fromkeys(labels, np.float32))
        table.to_parquet(self.folder / "table.parquet", index=False)
        facts = {
            "format": FORMAT_VERSION,
            "name": self.name,
            "labels": list(labels),
            "n": len(pixels),
            "side": int(pixels.shape[1]),
            "channels": int(pixels.shape[3]),
            "fingerprint": fingerprint(pixels, table, labels),
            **facts,
        }
        atomic.write_json(self.folder / "dataset.json", facts)
        _publish(self.folder, paths.datasets() / self.name)
        return load(self.name)


@contextmanager
def draft(name: str, capacity: int, side: int, channels: int) -> Iterator[Draft]:
    """Room for ``capacity`` scans; without `Draft.finish` it vanishes when the block ends."""
    paths.checked_name(name, "data set")
    paths.datasets().mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f".{name}-", dir=paths.datasets()))
    try:
        pixels = np.lib.format.open_memmap(
            folder / "pixels.npy", "w+", np.uint8, (capacity, side, side, channels)
        )
        yield Draft(name, folder, pixels)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def delete(name: str) -> None:
    """Remove a data set of the store; its source files are not touched."""
    load(name)
    shutil.rmtree(paths.datasets() / name)


def fingerprint(pixels: np.ndarray, table: pd.DataFrame, labels: Sequence[str]) -> str:
    """BLAKE2 over everything a result depends on, 16 hexadecimal digits."""
    digest = hashlib.blake2b(digest_size=8)
    digest.update(repr((pixels.shape, list(labels))).encode())
    for start in range(0, len(pixels), 4096):
        digest.update(np.ascontiguousarray(pixels[start : start + 4096]))
    columns = [table[c] for c in RESERVED_COLUMNS if c in table] + [table[c] for c in labels]
    digest.update(pd.util.hash_pandas_object(pd.concat(columns, axis=1), index=False).to_numpy())
    return digest.hexdigest()


def _publish(finished: Path, target: Path) -> None:
    old = None
    if target.exists():
        old = Path(tempfile.mkdtemp(prefix=".old-", dir=target.parent)) / "data"
        os.replace(target, old)
    os.replace(finished, target)
    if old is not None:
        shutil.rmtree(old.parent, ignore_errors=True)
