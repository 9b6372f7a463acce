"""The form of the study's data: a folder of images and a label table for each part.

train_images/  train_labels.csv             id,<label>,…  with 0, 1 or blank
val_images/    val_labels.csv               may be missing
test_images/   sample_submission.csv        may be missing; its values are not labels
"""

import numpy as np
import pandas as pd

from mlcore.data import label_table
from mlcore.data.archive import Source
from mlcore.data.file_names import FileNames, matched
from mlcore.data.mapping import Mapping
from mlcore.data.plan import Plan
from mlcore.data.skipped import Skip
from mlcore.errors import ScanLabError

SAMPLE = "sample_submission.csv"
NEEDED = ("train_images/", "train_labels.csv")
OPTIONAL = ("val_images/", "val_labels.csv", "test_images/", SAMPLE)


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
    elif unused := _folder(source, "val").files:
        reason = f"{len(unused)} files without labels, as there is no val_labels.csv"
        parts.append(_part("val", train.labels, {}, [Skip("val_images/", reason)]))
    copies = {SAMPLE: source.read(SAMPLE)} if SAMPLE in present else {}
    parts.append(_test(source, copies.get(SAMPLE), train.labels))
    return Plan(
        labels=train.labels,
        table=pd.concat([part.table for part in parts], ignore_index=True),
        files=[file for part in parts for file in part.files],
        skipped=[skip for part in parts for skip in part.skipped],
        copies=copies,
        mapping=Mapping.without_table(train.labels),
    )


def _labelled(
    source: Source, split: str, table: label_table.LabelTable, labels: tuple[str, ...]
) -> Plan:
    if set(table.labels) != set(labels):
        raise ScanLabError(
            f"{split}_labels.csv has the labels {', '.join(table.labels)}; expected those of "
            f"train_labels.csv: {', '.join(labels)}"
        )
    folder = _folder(source, split)
    found, skipped = matched(folder, table.ids, f"{split}_labels.csv")
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
    folder = _folder(source, "test")
    found: dict[str, str] = {}
    skipped: list[Skip] = []
    if sample is not None:
        columns, ids = label_table.read_ids(sample, SAMPLE)
        found, skipped = matched(folder, ids, SAMPLE)
        if missing := [label for label in labels if label not in columns]:
            skipped.append(Skip(SAMPLE, f"it has no column for {', '.join(missing)}"))
    named = set(found.values())
    found |= {file[len(folder.root) :]: file for file in folder.files if file not in named}
    return _part("test", labels, found, skipped)


def _folder(source: Source, split: str) -> FileNames:
    name = f"{split}_images/"
    return FileNames(name, [file for file in source.names() if file.startswith(name)])


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
    return Plan(labels, table, list(found.values()), skipped)
