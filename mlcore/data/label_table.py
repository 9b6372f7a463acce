"""Label tables: a CSV with an ``id`` column and one column of 0, 1 or blank per label."""

import csv
import io
import math
from dataclasses import dataclass

import numpy as np

from mlcore.data.dataset import RESERVED_COLUMNS
from mlcore.data.skipped import Skip
from mlcore.errors import ScanLabError

MAX_LABELS = 200
VALUES = {"0": 0.0, "1": 1.0, "": math.nan, "false": 0.0, "true": 1.0, "nan": math.nan}
SEPARATORS = ",;\t"
BYTE_ORDER_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


@dataclass(frozen=True)
class LabelTable:
    """The good rows of a table, in their order, and why the others are not among them."""

    labels: tuple[str, ...]
    ids: tuple[str, ...]
    targets: np.ndarray
    """``(ids, labels)`` float32: 1 present, 0 absent, NaN unknown."""
    skipped: tuple[Skip, ...]


@dataclass(frozen=True)
class _Records:
    columns: list[str]
    rows: list[tuple[int, list[str]]]
    """Number of the row, as a spreadsheet counts (the header is row 1), and its cells."""


def read(raw: bytes, file: str) -> LabelTable:
    """Read a label table; ``file`` stands for it in sentences.

    A row that cannot be used is skipped with its reason. `ScanLabError` where no row can be: the
    file is empty, has no ``id`` or no label column, or its header names a column twice.
    """
    records = _records(raw, file)
    at = _id_column(records.columns, file)
    labels = {name: i for i, name in enumerate(records.columns) if i != at and name}
    _check_labels(tuple(labels), file)
    kept: dict[str, tuple[int, list[float]]] = {}
    skipped = []
    for number, cells in records.rows:
        scan_id, values, problem = _row(cells, len(records.columns), at, labels)
        if scan_id in kept:
            first, before = kept[scan_id]
            same = not problem and np.array_equal(values, before, equal_nan=True)
            problem = f"the id {scan_id!r} stands in row {first} already, with " + (
                "the same labels" if same else "other labels; the first row counts"
            )
        if problem:
            where = f"{file} row {number}"
            skipped.append(Skip(scan_id or where, f"{where}: {problem}"))
        else:
            kept[scan_id] = number, values
    targets = np.array([values for _, values in kept.values()], np.float32)
    targets = targets.reshape(len(kept), len(labels))
    return LabelTable(tuple(labels), tuple(kept), targets, tuple(skipped))


def read_ids(raw: bytes, file: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Column names and ids of a table whose values do not matter, such as a sample submission."""
    records = _records(raw, file)
    at = _id_column(records.columns, file)
    ids = [cells[at].strip() for _, cells in records.rows if len(cells) > at]
    return tuple(records.columns), tuple(scan_id for scan_id in ids if scan_id)


def _records(raw: bytes, file: str) -> _Records:
    text = _decoded(raw)
    header = next((line for line in text.splitlines() if line.strip()), "")
    if not header:
        raise ScanLabError(f"{file} is empty; expected a header 'id,<label>,…' and a row an image")
    separator = max(SEPARATORS, key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        rows = [(n, cells) for n, cells in enumerate(reader, 1) if any(map(str.strip, cells))]
    except csv.Error as problem:
        raise ScanLabError(
            f"{file} is not a readable CSV from line {reader.line_num} on ({problem}); "
            "save it again as CSV"
        ) from problem
    columns = [cell.strip() for cell in rows[0][1]]
    twice = {name for name in columns if name and columns.count(name) > 1}
    if twice:
        raise ScanLabError(f"{file} has the column {min(twice)!r} twice; rename or remove one")
    return _Records(columns, rows[1:])


def _decoded(raw: bytes) -> str:
    for mark, encoding in BYTE_ORDER_MARKS.items():
        if raw.startswith(mark):
            return raw.decode(encoding, errors="replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _id_column(columns: list[str], file: str) -> int:
    for i, name in enumerate(columns):
        if name.casefold() == "id":
            return i
    raise ScanLabError(
        f"{file} has no column 'id' (it has {_listed(columns)}); name the column of the image "
        "files so"
    )


def _check_labels(labels: tuple[str, ...], file: str) -> None:
    reserved = set(RESERVED_COLUMNS) & {name.casefold() for name in labels}
    if not labels:
        raise ScanLabError(f"{file} has no label columns; expected 'id' and a column per label")
    if len(labels) > MAX_LABELS:
        raise ScanLabError(f"{file} has {len(labels)} label columns; expected 1 to {MAX_LABELS}")
    if reserved:
        raise ScanLabError(
            f"{file} has a label named {min(reserved)!r}, which has a meaning of its own here; "
            "rename the column"
        )


def _row(
    cells: list[str], width: int, at: int, labels: dict[str, int]
) -> tuple[str, list[float], str]:
    """The id of a row, the values of its ``labels`` (column by name), and what is wrong with it."""
    cells = [cell.strip() for cell in cells]
    if len(cells) < width or any(cells[width:]):
        known = cells[at] if at < len(cells) else ""
        return known, [], f"it has {len(cells)} cells; expected {width} as in the header"
    if not cells[at]:
        return "", [], "the id is empty"
    values = [VALUES.get(cells[i]) for i in labels.values()]
    if None in values:
        values = [_value(cells[i]) for i in labels.values()]
    for (label, i), value in zip(labels.items(), values, strict=True):
        if value is None:
            return cells[at], [], f"{label!r} is {cells[i][:40]!r}; expected 0, 1 or blank"
    return cells[at], values, ""


def _value(text: str) -> float | None:
    """What a cell in any common way of writing means, None where it means nothing."""
    if text.lower() in VALUES:
        return VALUES[text.lower()]
    number = _number(text)
    return number if number in (0, 1) else None


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _listed(columns: list[str]) -> str:
    return ", ".join(columns[:6]) + (", …" if len(columns) > 6 else "")
