"""What the columns of a table mean, from their names and from what stands in them."""

import re
from collections.abc import Sequence

from mlcore.data import label_columns, text_table
from mlcore.data.file_names import STRICT_WAYS, WAYS, FileNames, Way
from mlcore.data.mapping import Mapping
from mlcore.data.parts import part_of
from mlcore.data.text_table import Column, TextTable, plain
from mlcore.errors import ScanLabError

ID_NAME = re.compile(
    r"id|(image|img|scan|file|dicom)(id|index|name|file|path)?|path|idcode|sopinstanceuid"
)
PATIENT_NAME = re.compile(r"(patient|subject|person|participant)(id|number)?")
SPLIT_NAME = re.compile(r"(data)?(split|set|subset|partition|part)")
"""Whole names, as `plain` writes them."""

SAMPLE = 50
"""Different cells of a column that are compared with the names of files."""


class UnmappedError(ScanLabError):
    """The meaning of a table could not be guessed; a person can still tell it."""

    def __init__(self, table: TextTable, missing: str, remedy: str) -> None:
        has = text_table.listed(table.columns)
        super().__init__(f"{table.file} has no {missing} (it has {has}); {remedy}")
        self.columns = table.columns


def guess(table: TextTable, files: FileNames, wish: Mapping) -> Mapping:
    """Fill the gaps of ``wish``; `UnmappedError` where no ids or no labels can be found."""
    told = _told(table, wish)

    def free(*taken: str) -> list[Column]:
        names = [name for name in table.columns if name and name not in (*told, *taken)]
        return [table.column(name) for name in names]

    id_column = wish.id_column or _id_column(table, free(), files)
    _check_header(table, id_column, files)
    split, patient = wish.split_column, wish.patient_column
    split = _split_column(free(id_column)) if split is None else split
    patient = _patient_column(free(id_column, split)) if patient is None else patient
    if wish.labels:
        columns = [table.column(name) for name in wish.labels]
        labels, separator = label_columns.choose(columns, wish.separator)
    else:
        columns = free(id_column, split, patient)
        labels, separator = label_columns.guess(columns, wish.separator)
    if not labels:
        raise UnmappedError(
            table,
            "columns of 0, 1 or blank and no column with lists such as Effusion|Mass",
            "name the label columns with --labels",
        )
    return Mapping(table.file, id_column, split, patient, labels, separator)


def _told(table: TextTable, wish: Mapping) -> list[str]:
    """The columns that were named; each is there, and none was named for two things."""
    wished = [wish.id_column, wish.split_column, wish.patient_column, *(wish.labels or ())]
    named = [name for name in wished if name]
    for name in named:
        if name not in table.columns:
            raise UnmappedError(table, f"column {name!r}", "write it as in the header")
        if named.count(name) > 1:
            raise ScanLabError(f"the column {name!r} was named twice; a column has one meaning")
    return named


def _id_column(table: TextTable, columns: Sequence[Column], files: FileNames) -> str:
    """Where most cells are names of files; among equals the one with the better name."""
    named = [column.name for column in columns if ID_NAME.fullmatch(plain(column.name))]
    columns = [c for c in columns if c.name in named or not label_columns.is_flags(c)]

    def rank(column: Column, ways: Sequence[Way]) -> tuple[int, int, int]:
        sample = column.texts[:: -(-len(column.texts) // SAMPLE) or 1]
        hits = sum(bool(text and files.find(text, ways)) for text in sample)
        name = plain(column.name)
        return hits, len(column.texts), (name == "id") + bool(ID_NAME.fullmatch(name))

    for ways in (STRICT_WAYS, WAYS):
        ranks = {column.name: rank(column, ways) for column in columns}
        best = max(ranks, key=ranks.__getitem__, default="")
        if best and ranks[best][0]:
            return best
    if named:
        return max(named, key=ranks.__getitem__)
    raise UnmappedError(
        table, "column whose cells are names of the image files", "name it with --id-column"
    )


def _check_header(table: TextTable, id_column: str, files: FileNames) -> None:
    if not ID_NAME.fullmatch(plain(id_column)) and files.find(id_column, STRICT_WAYS):
        raise ScanLabError(
            f"{table.file} has no header, its first row is about the file {id_column!r}; expected "
            "the names of the columns there, add such a row"
        )


def _split_column(columns: Sequence[Column]) -> str:
    """Named so with some cells that are parts, or any whose cells all are."""
    known = {c.name: [part_of(text) is not None for text in c.texts if text] for c in columns}
    likely = [
        name for name, parts in known.items() if SPLIT_NAME.fullmatch(plain(name)) and any(parts)
    ]
    likely += [name for name, parts in known.items() if parts and all(parts)]
    return likely[0] if likely else ""


def _patient_column(columns: Sequence[Column]) -> str:
    names = (column.name for column in columns)
    return next((name for name in names if PATIENT_NAME.fullmatch(plain(name))), "")
