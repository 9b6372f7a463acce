"""The form of the study's data: a folder of images and a label table for each part.

train_images/  train_labels.csv             id,<label>,…  with 0, 1 or blank
val_images/    val_labels.csv               may be missing
test_images/   sample_submission.csv        may be missing; its values are not labels
"""

import posixpath
from collections import defaultdict

import numpy as np
import pandas as pd

from mlcore.data import label_table
from mlcore.data.archive import Source
from mlcore.data.plan import Plan
from mlcore.data.skipped import Skip
from mlcore.errors import ScanLabError

SAMPLE = "sample_submission.csv"
NEEDED = ("train_images/", "train_labels.csv")
OPTIONAL = ("val_images/", "val_labels.csv", "test_images/", SAMPLE)


class Folder:
    """The files of one part, found by what a table may call them."""

    def __init__(self, source: Source, split: str) -> None:
        self.name = f"{split}_images/"
        self.files = [name for name in source.names() if name.startswith(self.name)]
        self._by_path = {file[len(self.name) :]: file for file in self.files}
        self._by_name: dict[str, list[str]] = defaultdict(list)
        for file in self.files:
            name = posixpath.basename(file)
            for key in {name, posixpath.splitext(name)[0]}:
                self._by_name[key].append(file)

    def find(self, scan_id: str) -> list[str]:
        """Files that ``scan_id`` may mean: a path in the folder, a name, a name less its end."""
        path = scan_id.replace("\\", "/")
        if path in self._by_path:
            return [self._by_path[path]]
        return self._by_name.get(posixpath.basename(path), [])


def is_study_form(source: Source) -> bool:
    names = source.names()
    return all(any(name.startswith(needed) for name in names) for needed in NEEDED)


def plan(source: Source) -> Plan:
    """Match ids and files; `ScanLabError` where a table as a whole cannot be used.

    Test scans come in the order of the sample submission, those it does not name after them.
    """
    present = set(source.names())
    train = label_table.read(source.read("train_labels.csv"), "train_labels.csv")
    parts = [_labelled(source, "train", train, train.labels)]
    if "val_labels.csv" in present:
        table = label_table.read(source.read("val_labels.csv"), "val_labels.csv")
        parts.append(_labelled(source, "val", table, train.labels))
    elif unused := Folder(source, "val").files:
        reason = f"{len(unused)} files without labels, as there is no val_labels.csv"
        parts.append(_part("val", train.labels, {}, [Skip("val_images/", reason)]))
    copies = {SAMPLE: source.read(SAMPLE)} if SAMPLE in present else {}
    parts.append(_test(source, copies.get(SAMPLE), train.labels))
    return Plan(
        form="study",
        labels=train.labels,
        table=pd.concat([part.table for part in parts], ignore_index=True),
        files=[file for part in parts for file in part.files],
        skipped=[skip for part in parts for skip in part.skipped],
        copies=copies,
    )


def _labelled(
    source: Source, split: str, table: label_table.LabelTable, labels: tuple[str, ...]
) -> Plan:
    if set(table.labels) != set(labels):
        raise ScanLabError(
            f"{split}_labels.csv has the labels {', '.join(table.labels)}; expected those of "
            f"train_labels.csv: {', '.join(labels)}"
        )
    folder = Folder(source, split)
    found, skipped = _matched(folder, table.ids, f"{split}_labels.csv")
    named = set(found.values())
    for skip in table.skipped:  # such a row is reported already, so its file is not reported again
        named.update(folder.find(skip.file))
    skipped = [*table.skipped, *skipped]
    skipped += [
        Skip(file, f"no usable row in {split}_labels.csv")
        for file in folder.files
        if file not in named
    ]
    values = pd.DataFrame(table.targets, index=pd.Index(table.ids), columns=list(table.labels))
    return _part(split, labels, found, skipped, values.loc[list(found), list(labels)].to_numpy())


def _test(source: Source, sample: bytes | None, labels: tuple[str, ...]) -> Plan:
    folder = Folder(source, "test")
    found: dict[str, str] = {}
    skipped: list[Skip] = []
    if sample is not None:
        columns, ids = label_table.read_ids(sample, SAMPLE)
        found, skipped = _matched(folder, ids, SAMPLE)
        if missing := [label for label in labels if label not in columns]:
            skipped.append(Skip(SAMPLE, f"it has no column for {', '.join(missing)}"))
    named = set(found.values())
    found |= {file[len(folder.name) :]: file for file in folder.files if file not in named}
    return _part("test", labels, found, skipped)


def _matched(folder: Folder, ids: tuple[str, ...], table: str) -> tuple[dict[str, str], list[Skip]]:
    """The file of each id, and the ids that have none, several, or another id's."""
    found: dict[str, str] = {}
    owner: dict[str, str] = {}
    skipped = []
    for scan_id in ids:
        files = folder.find(scan_id)
        if not files:
            problem = f"in {table}, but there is no such file in {folder.name}"
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


def _part(
    split: str,
    labels: tuple[str, ...],
    found: dict[str, str],
    skipped: list[Skip],
    targets: np.ndarray | None = None,
) -> Plan:
    if targets is None:
        targets = np.full((len(found), len(labels)), np.nan, np.float32)
    table = pd.DataFrame({"id": list(found), "split": split}, dtype=str)
    table = pd.concat([table, pd.DataFrame(targets, columns=list(labels))], axis=1)
    return Plan("study", labels, table, list(found.values()), skipped)
