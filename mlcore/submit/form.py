"""How a sample is written down, so that a submission can be written the same way: a program that
reads one then reads the other."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from mlcore.data import text_table

LOOKED_AT = 100
"""Rows that tell which columns stand in quotes."""
CODECS = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le"}
"""Without the byte-order mark, which is kept by itself."""
BIG_ENDIAN = b"\xfe\xff"


@dataclass(frozen=True)
class Form:
    encoding: str
    mark: bytes
    """A byte-order mark, or nothing."""
    separator: str
    line_end: str
    head: str
    """All until the first row, as it stands in the file."""
    quoted: tuple[bool, ...]
    """Of each column, whether its cells stand in quotes without need."""
    ended: bool
    """Whether the last row has a line end too."""

    def file(self, rows: Sequence[Sequence[str]]) -> bytes:
        """A whole file of ``rows``, cells without quotes."""
        text = self.line_end.join(map(self._row, rows)) + self.line_end * self.ended
        return self.mark + (self.head + text).encode(self.encoding, errors="replace")

    def _row(self, cells: Sequence[str]) -> str:
        return self.separator.join(map(self._cell, cells, self.quoted))

    def _cell(self, text: str, quoted: bool) -> str:
        if quoted or any(sign in text for sign in (self.separator, '"', "\r", "\n")):
            return '"' + text.replace('"', '""') + '"'
        return text


def of(raw: bytes, file: str) -> Form:
    """The form of a table that `text_table.read` can read and that has a row."""
    layout = text_table.layout(raw, file)
    mark = next((mark for mark in text_table.BYTE_ORDER_MARKS if raw.startswith(mark)), b"")
    encoding = CODECS.get(layout.encoding, layout.encoding)
    if mark == BIG_ENDIAN:
        encoding = "utf-16-be"
    text = raw[len(mark) :].decode(encoding, errors="replace")
    records = _records(text, layout.separator)
    above = 2 if layout.announced else 1
    *_, header = islice(records, above)
    rows = [record.cells for record in islice(records, LOOKED_AT)]
    columns = zip(*(cells[: len(header.cells)] for cells in rows), strict=False)
    quoted = tuple(all(cell.startswith('"') for cell in cells if cell) for cells in columns)
    return Form(
        encoding,
        mark,
        layout.separator,
        header.line_end,
        text[: header.end],
        quoted,
        text.endswith(("\r", "\n")),
    )


@dataclass(frozen=True)
class _Record:
    cells: list[str]
    """With their quotes."""
    line_end: str
    end: int
    """Where the next one begins."""


def _records(text: str, separator: str) -> Iterator[_Record]:
    """Those that are not blank."""
    sign = re.escape(separator)
    cell = re.compile(rf'(?:"(?:[^"]|"")*")?[^{sign}\r\n]*')
    line_end = re.compile(r"\r\n|\r|\n|\Z")
    at = 0
    while at < len(text):
        cells = []
        while True:
            found = cell.match(text, at)
            cells.append(found[0])
            at = found.end()
            if text[at : at + 1] != separator:
                break
            at += 1
        ended = line_end.match(text, at)
        at = ended.end()
        if any(each.strip() for each in cells):
            yield _Record(cells, ended[0], at)
