"""Label tables: an ``id`` column and one column of 0, 1 or blank per label, or a list of labels."""

from dataclasses import dataclass

import numpy as np

from mlcore.data import text_table
from mlcore.data.dataset import RESERVED_COLUMNS
from mlcore.data.label_values import VALUES, LabelValues, from_columns
from mlcore.data.skipped import Skip
from mlcore.data.text_table import TextTable
from mlcore.errors import ScanLabError

MAX_LABELS = 200


@dataclass(frozen=True)
class LabelTable:
    """The good rows of a table, in their order, and why the others are not among them."""

    labels: tuple[str, ...]
    ids: tuple[str, ...]
    targets: np.ndarray
    """``(ids, labels)`` float32: 1 present, 0 absent, NaN unknown."""
    rows: np.ndarray
    """``(ids,)`` int: where in `TextTable.rows` they stand."""
    skipped: tuple[Skip, ...]


def read(raw: bytes, file: str) -> LabelTable:
    """Read a table in which every column but ``id`` is a label.

    A row that cannot be used is skipped with its reason. `ScanLabError` where no row can be: the
    file is empty, has no ``id`` or no label column, or its header names a column twice.
    """
    table = text_table.read(raw, file)
    id_column = _id_column(table)
    labels = tuple(name for name in table.columns if name and name != id_column)
    check_labels(labels, file)
    columns = [table.column(name) for name in labels]
    return good_rows(table, id_column, from_columns(columns, len(table.rows), VALUES))


def read_ids(raw: bytes, file: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Column names and ids of a table whose values do not matter, such as a sample submission."""
    table = text_table.read(raw, file)
    at = table.columns.index(_id_column(table))
    rows = sorted([*zip(table.numbers, table.rows, strict=True), *table.ragged])
    ids = [cells[at].strip() for _, cells in rows if len(cells) > at]
    return table.columns, tuple(scan_id for scan_id in ids if scan_id)


def good_rows(table: TextTable, id_column: str, values: LabelValues) -> LabelTable:
    """Keep the rows whose id is there and new and whose labels are right."""
    kept: dict[str, int] = {}
    skipped = _ragged(table, id_column)
    for row, scan_id in enumerate(table.column(id_column).cells()):
        problem = values.problems.get(row, "") if scan_id else "the id is empty"
        if scan_id in kept:
            first = kept[scan_id]
            same = not problem and _equal(values.targets, first, row)
            problem = f"the id {scan_id!r} stands in row {table.numbers[first]} already, with " + (
                "the same labels" if same else "other labels; the first row counts"
            )
        if problem:
            where = f"{table.file} row {table.numbers[row]}"
            skipped.append(Skip(scan_id or where, f"{where}: {problem}"))
        else:
            kept[scan_id] = row
    rows = np.array(list(kept.values()), int)
    return LabelTable(values.labels, tuple(kept), values.targets[rows], rows, tuple(skipped))


def check_labels(labels: tuple[str, ...], file: str) -> None:
    """`ScanLabError` where there are no labels, too many, or one named as a column of ours."""
    reserved = set(RESERVED_COLUMNS) & {name.casefold() for name in labels}
    if not labels:
        raise ScanLabError(f"{file} has no label columns; expected 'id' and a column per label")
    if len(labels) > MAX_LABELS:
        raise ScanLabError(f"{file} has {len(labels)} label columns; expected 1 to {MAX_LABELS}")
    if len(set(labels)) < len(labels):
        twice = next(name for name in labels if labels.count(name) > 1)
        raise ScanLabError(f"{file} has the label {twice!r} twice; name each label once")
    if reserved:
        raise ScanLabError(
            f"{file} has a label named {min(reserved)!r}, which has a meaning of its own here; "
            "rename the column"
        )


def _ragged(table: TextTable, id_column: str) -> list[Skip]:
    at, width = table.columns.index(id_column), len(table.columns)
    skipped = []
    for number, cells in table.ragged:
        where = f"{table.file} row {number}"
        scan_id = cells[at].strip() if at < len(cells) else ""
        reason = f"it has {len(cells)} cells; expected {width} as in the header"
        skipped.append(Skip(scan_id or where, f"{where}: {reason}"))
    return skipped


def _id_column(table: TextTable) -> str:
    for name in table.columns:
        if name.casefold() == "id":
            return name
    raise ScanLabError(
        f"{table.file} has no column 'id' (it has {text_table.listed(table.columns)}); name the "
        "column of the image files so"
    )


def _equal(targets: np.ndarray, one: int, other: int) -> bool:
    return np.array_equal(targets[one], targets[other], equal_nan=True)
