"""Any folder of images with one CSV: what the columns mean is guessed, or told by a `Mapping`.

Files may lie in folders of any depth and be DICOM, which the content tells, not the name. Of DICOM
files only the picture is used: patients are known from the table alone.
"""

import posixpath
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from mlcore.data import guessing, label_table, label_values, other_columns, text_table
from mlcore.data.archive import Source
from mlcore.data.file_names import FileNames, matched
from mlcore.data.label_values import LabelValues
from mlcore.data.mapping import Mapping
from mlcore.data.parts import UNDECIDED, part_of
from mlcore.data.picture_files import common_folder, picture_files
from mlcore.data.plan import Plan
from mlcore.data.skipped import Skip
from mlcore.data.text_table import TextTable
from mlcore.errors import ScanLabError

TABLE_ENDINGS = (".csv", ".tsv")
USUAL_TABLE = "labels.csv"
IMAGE_FOLDERS = {"images", "image", "imgs", "img"}

MANY = 100
"""Of one kind of trouble; what comes after is counted, not named."""


def is_folder_table(source: Source) -> bool:
    return bool(_tables(source) and picture_files(source))


def plan(source: Source, wish: Mapping) -> Plan:
    """Match rows and files; `ScanLabError` where the table as a whole cannot be used."""
    file = wish.table or _table(source)
    table = text_table.read(source.read(file), file)
    if not table.rows:
        raise ScanLabError(f"{file} has no row as long as its header; expected one an image")
    pictures = picture_files(source)
    files = _files(pictures)
    mapping = guessing.guess(table, files, wish)
    values = _values(table, mapping)
    label_table.check_labels(values.labels, file)
    parts, no_parts = _parts(table, mapping.split_column)
    values = replace(values, problems=no_parts | values.problems)
    good = label_table.good_rows(table, mapping.id_column, values)
    found, missing = matched(files, good.ids, file)
    rows = good.rows[[scan_id in found for scan_id in good.ids]]
    columns, left = other_columns.keep(table, _others(table, mapping), rows, good.labels)
    known = pd.DataFrame({"id": list(found), "split": parts[rows]}, dtype="str")
    if mapping.patient_column:
        known["patient"] = other_columns.patients(table.column(mapping.patient_column), rows)
    targets = pd.DataFrame(values.targets[rows], columns=list(values.labels))
    unnamed = _unnamed(files, found, good.skipped, file)
    if outside := len(pictures) - len(files.files):
        reason = f"{outside:,} files outside of the folders of images"
        unnamed.insert(0, Skip(source.title, reason))
    return Plan(
        labels=values.labels,
        table=pd.concat([known, targets, columns], axis=1),
        files=list(found.values()),
        skipped=[
            *_shortened(good.skipped, file, "rows cannot be used"),
            *_shortened(missing, file, "ids have no file of their own"),
            *_shortened(unnamed, files.root or source.title, f"files have no row in {file}"),
            *left,
        ],
        mapping=mapping,
        columns=table.columns,
    )


def _tables(source: Source) -> list[str]:
    return [name for name in source.names() if name.lower().endswith(TABLE_ENDINGS)]


def _table(source: Source) -> str:
    tables = _tables(source)
    usual = [name for name in tables if posixpath.basename(name).lower() == USUAL_TABLE]
    for choice in (usual, tables):
        if len(choice) == 1:
            return choice[0]
    raise ScanLabError(
        f"{source.title} has {len(tables)} tables ({text_table.listed(tables)}); choose the one "
        f"with the labels by --table, or name it {USUAL_TABLE}"
    )


def _files(pictures: list[str]) -> FileNames:
    """Only those in folders named ``images``, where there are such."""
    inside = [name for name in pictures if IMAGE_FOLDERS & set(name.lower().split("/")[:-1])]
    chosen = inside or pictures
    return FileNames(common_folder(chosen), chosen)


def _values(table: TextTable, mapping: Mapping) -> LabelValues:
    columns = [table.column(name) for name in mapping.labels]
    if mapping.separator:
        return label_values.from_list(columns[0], mapping.separator)
    return label_values.from_columns(columns, len(table.rows), label_values.WIDER_VALUES)


def _parts(table: TextTable, name: str) -> tuple[np.ndarray, dict[int, str]]:
    """The part of each row, and rows that belong to none."""
    if not name:
        return np.full(len(table.rows), UNDECIDED, object), {}
    column = table.column(name)
    known = [part_of(text) for text in column.texts]
    if "train" not in known:
        raise ScanLabError(
            f"{table.file} has no row of the part train in its column {name!r} (it has "
            f"{text_table.listed(column.texts)}); choose another by --split-column, or '' to draw "
            "the parts anew"
        )
    parts = np.array(known, object)[column.codes]
    problems = {
        row: f"{name!r} is {column.texts[column.codes[row]][:40]!r}; expected train, val or test"
        for row in np.flatnonzero(parts == None).tolist()  # noqa: E711
    }
    return parts, problems


def _others(table: TextTable, mapping: Mapping) -> list[str]:
    used = {mapping.id_column, mapping.split_column, mapping.patient_column, *mapping.labels}
    return [name for name in table.columns if name and name not in used]


def _unnamed(
    files: FileNames, found: dict[str, str], skipped: Sequence[Skip], table: str
) -> list[Skip]:
    """Pictures that no row is about; those of a row that was skipped are not told again."""
    named = set(found.values()).union(*(files.find(skip.file) for skip in skipped))
    return [Skip(name, f"no usable row in {table}") for name in files.files if name not in named]


def _shortened(skipped: Sequence[Skip], where: str, what: str) -> list[Skip]:
    more = len(skipped) - MANY
    counted = [Skip(where, f"{more:,} more {what}")] if more > 0 else []
    return [*skipped[:MANY], *counted]
