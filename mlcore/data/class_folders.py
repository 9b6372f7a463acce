"""Image folders named by class, perhaps below folders named train, val and test.

Each class is a label of its own, one of which every scan has; a folder named normal, healthy,
negative or no finding is none, its scans have no label at all. Scans that lie in the test folder
itself are scans whose labels are not known.
"""

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from mlcore.data import label_table
from mlcore.data.archive import Source
from mlcore.data.label_values import is_no_finding, names_in
from mlcore.data.mapping import Mapping
from mlcore.data.parts import UNDECIDED, part_of
from mlcore.data.picture_files import common_folder, picture_files
from mlcore.data.plan import Plan
from mlcore.data.skipped import Skip
from mlcore.errors import ScanLabError

NEVER_CLASS = re.compile(r"(train_|val_|test_)?(images?|imgs?)|masks?|annotations?")


@dataclass(frozen=True)
class _Place:
    """What the folders of a file say."""

    file: str
    part: str | None
    """train, val, test, `UNDECIDED` for all where no folder is a part, None where others are."""
    folder: str | None
    """Its class."""

    @property
    def fault(self) -> str:
        if self.part is None:
            return "it lies in no folder named train, val or test, as others do"
        if self.folder is None and self.part != "test":
            return "it lies in no folder named by a class"
        return ""


def is_class_folders(source: Source) -> bool:
    folders = {place.folder.casefold() for place in _places(source) if place.folder}
    return len(folders) > 1 and not any(map(NEVER_CLASS.fullmatch, folders))


def plan(source: Source, wish: Mapping) -> Plan:
    """A row a file, in the order of the names; ``wish.labels`` may choose among the folders."""
    places = _places(source)
    good = [place for place in places if not place.fault]
    labels = _labels(names_in([place.folder] for place in good if place.folder), wish, source)
    root = len(common_folder([place.file for place in places]))
    known = {"id": [p.file[root:] for p in good], "split": [p.part for p in good]}
    targets = pd.DataFrame(_targets(good, labels), columns=list(labels))
    return Plan(
        labels=labels,
        table=pd.concat([pd.DataFrame(known, dtype="str"), targets], axis=1),
        files=[place.file for place in good],
        skipped=[Skip(place.file, place.fault) for place in places if place.fault],
        mapping=Mapping.without_table(labels),
    )


def _places(source: Source) -> list[_Place]:
    files = picture_files(source)
    root = len(common_folder(files))
    paths = {file: file[root:].split("/")[:-1] for file in files}
    in_parts = any(part_of(folders[0]) for folders in paths.values() if folders)

    def place(file: str, folders: list[str]) -> _Place:
        part = UNDECIDED
        if in_parts:
            part = part_of(folders[0]) if folders else None
            folders = folders[1:]
        return _Place(file, part, folders[0] if folders else None)

    return [place(file, folders) for file, folders in paths.items()]


def _labels(folders: tuple[str, ...], wish: Mapping, source: Source) -> tuple[str, ...]:
    if unknown := set(wish.labels or ()) - set(folders):
        raise ScanLabError(
            f"{source.title} has no class folder {min(unknown)!r}; expected some of "
            f"{', '.join(folders[:20])}"
        )
    labels = wish.labels or tuple(name for name in folders if not is_no_finding(name))
    label_table.check_labels(labels, source.title)
    return labels


def _targets(places: list[_Place], labels: tuple[str, ...]) -> np.ndarray:
    """``(places, labels)`` float32."""
    at = {label.casefold(): i for i, label in enumerate(labels)}
    targets = np.zeros((len(places), len(labels)), np.float32)
    for row, place in enumerate(places):
        if place.folder is None:
            targets[row] = np.nan
        elif (column := at.get(place.folder.casefold())) is not None:
            targets[row, column] = 1
    return targets
