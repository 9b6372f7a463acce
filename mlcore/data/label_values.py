"""Cells to labels: a column of 0, 1 or blank each, or one column with a list such as Mass|Edema."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from mlcore.data.text_table import Column

UNKNOWN = math.nan
VALUES = {
    "0": 0.0,
    "false": 0.0,
    "1": 1.0,
    "true": 1.0,
    "": UNKNOWN,
    "nan": UNKNOWN,
    "na": UNKNOWN,
    "n/a": UNKNOWN,
    "null": UNKNOWN,
}
"""What a cell of a label column means, in small letters; anything else is an error of its row."""

WIDER_VALUES = {
    **VALUES,
    "no": 0.0,
    "yes": 1.0,
    "-": UNKNOWN,
    "?": UNKNOWN,
    "unknown": UNKNOWN,
    "-1": UNKNOWN,
}
"""For tables made elsewhere; -1 is how CheXpert writes what its labeller was not certain of."""

NO_FINDING = {"no finding", "no findings", "none", "normal", "healthy", "negative"}
"""In a list, or as the name of a folder: nothing was found, so every label is absent."""

LIST_SEPARATORS = "|;,"


@dataclass(frozen=True)
class LabelValues:
    """The labels of every row of a table, good or bad."""

    labels: tuple[str, ...]
    targets: np.ndarray
    """``(rows, labels)`` float32: 1 present, 0 absent, NaN unknown."""
    problems: dict[int, str]
    """What is wrong, by position of the row."""


def from_columns(columns: Sequence[Column], rows: int, values: Mapping[str, float]) -> LabelValues:
    """Read a label a column; ``values`` is one of the tables above."""
    targets = np.empty((rows, len(columns)), np.float32)
    problems: dict[int, str] = {}
    for i, column in enumerate(columns):
        meanings = [value_of(text, values) for text in column.texts]
        targets[:, i] = np.array(meanings, np.float32)[column.codes]  # None becomes NaN
        wrong = np.array([meaning is None for meaning in meanings], bool)[column.codes]
        for row in np.flatnonzero(wrong).tolist():
            said = column.texts[column.codes[row]][:40]
            problems.setdefault(row, f"{column.name!r} is {said!r}; expected 0, 1 or blank")
    return LabelValues(tuple(column.name for column in columns), targets, problems)


def from_list(column: Column, separator: str) -> LabelValues:
    """Read all labels from one column; a blank cell leaves all of them unknown.

    Numbers alone would be poor names, so they follow the name of the column.
    """
    lists = [findings(text, separator) for text in column.texts]
    labels = names_in(lists)
    at = {name.casefold(): i for i, name in enumerate(labels)}
    meanings = np.zeros((len(lists), len(labels)), np.float32)
    for row, (text, names) in enumerate(zip(column.texts, lists, strict=True)):
        meanings[row, [at[name.casefold()] for name in names]] = 1
        if is_unknown(text):
            meanings[row] = math.nan
    if all(name.isdecimal() for name in labels):
        labels = tuple(f"{column.name} {name}" for name in labels)
    return LabelValues(labels, meanings[column.codes], {})


def names_in(lists: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """Every name once, sorted, written as where it comes first."""
    written: dict[str, str] = {}
    for names in lists:
        for name in names:
            written.setdefault(name.casefold(), name)
    if all(name.isdecimal() for name in written):
        return tuple(sorted(written.values(), key=lambda name: (len(name), name)))
    return tuple(written[folded] for folded in sorted(written))


def is_no_finding(name: str) -> bool:
    return re.sub(r"[\s_-]+", " ", name.casefold()).strip() in NO_FINDING


def is_blank(text: str) -> bool:
    return math.isnan(VALUES.get(text.lower(), 0.0))


def is_unknown(text: str) -> bool:
    return math.isnan(WIDER_VALUES.get(text.lower(), 0.0))


def value_of(text: str, values: Mapping[str, float]) -> float | None:
    """What a cell in any common way of writing means, None where it means nothing."""
    known = values.get(text.lower())
    if known is not None:
        return known
    try:
        number = float(text)
    except ValueError:
        return None
    return values.get(str(int(number))) if number.is_integer() else None


def findings(text: str, separator: str) -> list[str]:
    """The findings in one cell; brackets and quotes are how Python prints a list."""
    parts = (part.strip(" '\"[]") for part in text.split(separator))
    return [part for part in parts if not is_unknown(part) and not is_no_finding(part)]
