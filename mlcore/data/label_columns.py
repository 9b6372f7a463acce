"""Which columns of a table hold labels: columns of 0, 1 or blank, or one with lists of findings."""

import re
from collections.abc import Sequence

import numpy as np

from mlcore.data.label_table import MAX_LABELS
from mlcore.data.label_values import LIST_SEPARATORS, WIDER_VALUES, findings, value_of
from mlcore.data.text_table import Column, plain
from mlcore.errors import ScanLabError

LIST_NAME = re.compile(
    r"(label|finding|dx|diagnos[ie]s|class|target|patholog(y|ies)|disease|tag|categor(y|ies))"
    r"(s|es)?(label|name)?s?"
)
NEVER_LABEL = re.compile(r"sex|gender|(is)?(fe)?male|age|view(position)?|followup|index|fold")
"""Whole names, as `plain` writes them."""

FLAG_SHARE = 0.9
"""Of the cells of a column, those that must be 0, 1 or blank for it to be a label: a few typing
errors are reported row by row, but a count that is often 0 or 1 is no label."""

Found = tuple[tuple[str, ...], str]
"""Names of columns, and the separator of lists; that is empty where each column is a label."""


def guess(columns: Sequence[Column], separator: str | None) -> Found:
    """Choose among ``columns``; no names where none will do. None: guess the separator as well."""
    flags = [c for c in columns if is_flags(c) and not NEVER_LABEL.fullmatch(plain(c.name))]
    lists = [c for c in columns if is_list(c, separator)] if separator != "" else []
    named = [c for c in lists if LIST_NAME.fullmatch(plain(c.name))]
    if lists and (separator or not flags or (named and len(flags) == 1)):
        return choose((named or lists)[:1], separator)
    return tuple(column.name for column in flags), ""


def choose(columns: Sequence[Column], separator: str | None) -> Found:
    """Take ``columns`` as they are; one that is not of 0 and 1 holds lists."""
    if separator and len(columns) > 1:
        raise ScanLabError(
            f"{len(columns)} label columns were named together with the separator {separator!r}, "
            "which parts the labels within one column; leave out one or the other"
        )
    if separator is None:
        is_one_list = len(columns) == 1 and not is_flags(columns[0])
        separator = separator_of(columns[0]) if is_one_list else ""
    return tuple(column.name for column in columns), separator


def is_flags(column: Column) -> bool:
    meanings = [value_of(text, WIDER_VALUES) for text in column.texts[: 2 * MAX_LABELS]]
    known = np.array([m in (0, 1) for m in meanings], bool)
    unknown = np.array([m is not None and m not in (0, 1) for m in meanings], bool)
    counts = np.bincount(column.codes, minlength=len(column.texts))
    good = counts[: len(known)][known].sum()
    return bool(good) and good >= FLAG_SHARE * (counts.sum() - counts[: len(known)][unknown].sum())


def is_list(column: Column, separator: str | None = None) -> bool:
    """Few different findings, in a column named for them or with a separator between them."""
    if is_flags(column):
        return False
    separator = separator or separator_of(column)
    named = LIST_NAME.fullmatch(plain(column.name))
    if not named and not any(separator in text for text in column.texts):
        return False
    names: set[str] = set()
    for text in column.texts:
        names.update(findings(text, separator))
        if len(names) > MAX_LABELS:
            return False
    return bool(names) and not any(_is_measure(name) for name in names)


def separator_of(column: Column) -> str:
    used = (sign for sign in LIST_SEPARATORS if any(sign in text for text in column.texts))
    return next(used, LIST_SEPARATORS[0])


def _is_measure(name: str) -> bool:
    """A number that is not the number of a class."""
    try:
        float(name)
    except ValueError:
        return False
    return not name.isdecimal()
