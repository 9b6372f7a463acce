"""A CSV as people save it, to rows of text; or one sentence about why it cannot be read.

Comma, semicolon or tab; UTF-8, UTF-16 or the Windows code page; any line end; with or without a
byte-order mark or Excel's line ``sep=;``.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from mlcore.errors import ScanLabError

MAX_BYTES = 256 << 20
MAX_ROWS = 1_000_000
MAX_COLUMNS = 2_000
SEPARATORS = ",;\t"
BYTE_ORDER_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}

OTHER_KINDS = {
    b"PK\x03\x04": "an Excel workbook or a ZIP",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"%PDF": "a PDF",
    b"\x1f\x8b": "packed with gzip",
    b"PAR1": "a Parquet file",
    b"<!DOC": "a web page",
    b"<html": "a web page",
}
"""What a file named .csv may be instead, by its first bytes."""


@dataclass(frozen=True)
class TextTable:
    """Cells as they stand in the file, not yet stripped of blanks."""

    file: str
    columns: tuple[str, ...]
    """Stripped; unique except for empty ones."""
    rows: list[list[str]]
    """Those that have a cell for every column."""
    numbers: list[int]
    """What a spreadsheet calls each of ``rows``; the header is row 1 where nothing is above it."""
    ragged: list[tuple[int, list[str]]] = field(default_factory=list)
    """Number and cells of rows with fewer or more cells than the header."""
    separator: str = ","
    """What stands between cells."""
    _known: dict[str, "Column"] = field(default_factory=dict, repr=False)

    def column(self, name: str) -> "Column":
        if name not in self._known:
            self._known[name] = self._column(name)
        return self._known[name]

    def _column(self, name: str) -> "Column":
        at = self.columns.index(name)
        cells = np.empty(len(self.rows), object)
        cells[:] = [row[at] for row in self.rows]
        codes, texts = pd.factorize(cells)
        same, stripped = pd.factorize(np.array([text.strip() for text in texts], object))
        return Column(name, same[codes], stripped.tolist())


@dataclass(frozen=True)
class Column:
    """The stripped cells of a column: row ``i`` holds ``texts[codes[i]]``."""

    name: str
    codes: np.ndarray
    """``(rows,)`` int."""
    texts: list[str]
    """Each text once, in the order in which they come."""

    def cells(self) -> list[str]:
        return [self.texts[code] for code in self.codes.tolist()]


def read(raw: bytes, file: str) -> TextTable:
    """Read a whole CSV; ``file`` stands for it in the sentence of a `ScanLabError`."""
    encoding, header = _first_line(raw, file)
    announced = re.fullmatch(r"sep=(.)\s*", header)
    unquoted = re.sub(r'"[^"]*"', "", header)
    separator = announced[1] if announced else max(SEPARATORS, key=unquoted.count)
    lines = io.TextIOWrapper(io.BytesIO(raw), encoding, errors="replace", newline="")
    records = _records(lines, separator, file)
    _, names = next(records)
    if announced:
        _, names = next(records, (0, []))
    columns = tuple(name.strip() for name in names)
    _check(columns, file)
    rows, numbers, ragged = [], [], []
    for number, cells in records:
        if len(cells) < len(columns) or any(map(str.strip, cells[len(columns) :])):
            ragged.append((number, cells))
        else:
            rows.append(cells)
            numbers.append(number)
    return TextTable(file, columns, rows, numbers, ragged, separator)


def plain(name: str) -> str:
    """A name in small letters and digits: ``Patient ID`` and ``patient_id`` are the same."""
    return re.sub(r"[^a-z0-9]", "", name.casefold())


def listed(columns: Sequence[str]) -> str:
    """The first few names, to remind somebody of what there is."""
    return ", ".join(columns[:6]) + (", …" if len(columns) > 6 else "")


def _first_line(raw: bytes, file: str) -> tuple[str, str]:
    """The encoding, and the first line that is not blank."""
    if len(raw) > MAX_BYTES:
        raise ScanLabError(
            f"{file} has {len(raw) / 1e6:,.0f} MB; expected at most {MAX_BYTES / 1e6:,.0f}, leave "
            "out the columns that are not needed"
        )
    for start, kind in OTHER_KINDS.items():
        if raw.startswith(start):
            raise ScanLabError(f"{file} is {kind}, not a CSV; save the table as CSV")
    encoding, text = _decoded(raw)
    if "\0" in text:
        raise ScanLabError(
            f"{file} has bytes that are not text; save it again as CSV in the encoding UTF-8"
        )
    line = re.search(r"[^\r\n]*\S[^\r\n]*", text)
    if line is None:
        raise ScanLabError(f"{file} is empty; expected a header 'id,<label>,…' and a row an image")
    return encoding, line[0]


def _decoded(raw: bytes) -> tuple[str, str]:
    """The encoding and the text."""
    for mark, encoding in BYTE_ORDER_MARKS.items():
        if raw.startswith(mark):
            return encoding, raw.decode(encoding, errors="replace")
    if raw[1:2] == b"\0" and len(raw) % 2 == 0:
        return "utf-16-le", raw.decode("utf-16-le", errors="replace")
    try:
        return "utf-8", raw.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252", raw.decode("cp1252", errors="replace")


def _records(lines: io.TextIOWrapper, separator: str, file: str) -> Iterator[tuple[int, list[str]]]:
    """Number and cells of the rows that are not blank."""
    reader = csv.reader(lines, delimiter=separator, strict=True)
    try:
        for number, cells in enumerate(reader, 1):
            if number > MAX_ROWS + 1:
                raise ScanLabError(
                    f"{file} has more than {MAX_ROWS:,} rows; expected one an image, import a part"
                )
            if any(map(str.strip, cells)):
                yield number, cells
    except csv.Error as problem:
        raise ScanLabError(
            f"{file} is not a readable CSV from line {reader.line_num} on ({problem}); "
            "save it again as CSV"
        ) from problem


def _check(columns: tuple[str, ...], file: str) -> None:
    if len(columns) > MAX_COLUMNS:
        raise ScanLabError(
            f"{file} has {len(columns):,} columns; expected at most {MAX_COLUMNS:,}, keep those of "
            "the images' names and labels"
        )
    count = Counter(name for name in columns if name)
    if twice := [name for name, times in count.items() if times > 1]:
        raise ScanLabError(f"{file} has the column {min(twice)!r} twice; rename or remove one")
