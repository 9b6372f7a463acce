"""The array store: one imported data set, read from disk without copying its pixels.

``datasets/<name>/`` holds ``pixels.npy`` (memory-mapped uint8, ``(n, side, side, channels)``),
``table.parquet`` (a row an image) and ``dataset.json`` (facts). A cleaned data set, a view, has no
pixels but ``rows.npy``, the positions of its scans in another one. See docs/data-format.md.
"""

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
from mlcore.data import fingerprint
from mlcore.data.selected import Pixels, Selected
from mlcore.errors import ScanLabError

SPLITS = ("train", "val", "test")
RESERVED_COLUMNS = fingerprint.IDENTITY
FORMAT_VERSION = 1


@dataclass(frozen=True)
class DataSet:
    """Pixels, labels and facts of ``n`` scans, in one fixed order."""

    name: str
    folder: Path
    labels: tuple[str, ...]
    pixels: Pixels
    """``(n, side, side, channels)`` uint8, memory-mapped and read-only."""
    table: pd.DataFrame
    """A row a scan: id, split, perhaps patient, a float32 column per label (NaN: unknown), and
    perhaps other columns of the source, such as age or view."""
    facts: dict[str, Any] = field(repr=False)
    """What ``dataset.json`` says: source, fingerprint, import report, planted flaws of the demo."""

    def __len__(self) -> int:
        return len(self.pixels)

    @property
    def view(self) -> dict[str, Any] | None:
        """Of a cleaned data set: ``base, base_fingerprint, recipe`` (its digest) and ``log``, what
        each decision did; None for imported data."""
        return self.facts.get("view")

    @property
    def recipe(self) -> str | None:
        """How a cleaned data set came about, the text of its ``recipe.yaml``; else None."""
        if not self.view:
            return None
        try:
            return (self.folder / "recipe.yaml").read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as problem:
            raise ScanLabError(
                f"the recipe of data set {self.name!r} cannot be read ({problem}); clean "
                f"{self.view['base']!r} again under this name"
            ) from problem

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
    facts = _facts(name)
    folder = paths.datasets() / name
    view = facts.get("view")
    below = _base(name, view) if view else None
    try:
        if below is None:
            pixels = np.load(folder / "pixels.npy", mmap_mode="r")
        else:
            pixels = Selected(below.pixels, np.load(folder / "rows.npy"))
        table = pd.read_parquet(folder / "table.parquet")
        if len(pixels) != len(table):
            raise ValueError(f"{len(pixels)} scans but {len(table)} rows")
    except (OSError, EOFError, ValueError) as problem:
        remedy = f"clean {below.name!r} again under this name" if below else "import it again"
        raise ScanLabError(f"data set {name!r} cannot be read ({problem}); {remedy}") from problem
    return DataSet(name, folder, tuple(facts["labels"]), pixels, table, facts)


def is_view(name: str) -> bool:
    return bool(_facts(name).get("view"))


def views_of(name: str) -> list[str]:
    """Names of the cleaned data sets that read their pixels from this one."""
    return [other for other in names() if (_facts(other).get("view") or {}).get("base") == name]


def _facts(name: str) -> dict[str, Any]:
    folder = paths.datasets() / paths.checked_name(name, "data set")
    facts = atomic.read_json(folder / "dataset.json")
    if facts is None:
        known = ", ".join(names()) or "none yet"
        raise ScanLabError(
            f"there is no data set {name!r} (known: {known}); make the built-in one with "
            "'python -m mlcore demo' or import your own"
        )
    return facts


def _base(name: str, view: dict[str, Any]) -> DataSet:
    """The data set that the view ``name`` reads its pixels from."""
    if not exists(view["base"]):
        raise ScanLabError(
            f"data set {name!r} is a cleaned view of {view['base']!r}, which is no longer in the "
            f"store; import it again under that name or delete {name!r}"
        )
    base = load(view["base"])
    if base.fingerprint != view["base_fingerprint"]:
        raise ScanLabError(
            f"data set {name!r} was cleaned from another state of {base.name!r} (fingerprint "
            f"{base.fingerprint}, expected {view['base_fingerprint']}); apply its recipe.yaml to "
            f"{base.name!r} anew"
        )
    return base


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
            "fingerprint": fingerprint.of_scans(pixels, table, labels),
            **facts,
        }
        atomic.write_json(self.folder / "dataset.json", facts)
        publish(self.folder, paths.datasets() / self.name)
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
    """Remove a data set of the store; its source files are not touched.

    `ScanLabError` where cleaned data sets read their pixels from it.
    """
    _facts(name)
    if views := views_of(name):
        raise ScanLabError(
            f"data set {name!r} holds the pixels of {', '.join(views)}; delete "
            f"{'that one' if len(views) == 1 else 'those'} first"
        )
    shutil.rmtree(paths.datasets() / name)


def publish(finished: Path, target: Path) -> None:
    """Let the folder ``finished`` take the place of ``target``, which may exist."""
    old = None
    if target.exists():
        old = Path(tempfile.mkdtemp(prefix=".old-", dir=target.parent)) / "data"
        os.replace(target, old)
    os.replace(finished, target)
    if old is not None:
        shutil.rmtree(old.parent, ignore_errors=True)
