"""What a table says besides ids, parts and labels: age, sex, view, kept to slice the scans by.

Who the scans are of is not kept: patients get numbers of ours, and columns of names, dates and
identifiers are left out.
"""

import re
from collections.abc import Iterable

import numpy as np
import pandas as pd

from mlcore.data.dataset import RESERVED_COLUMNS
from mlcore.data.label_values import is_blank
from mlcore.data.skipped import Skip
from mlcore.data.text_table import Column, TextTable, plain

MAX_KINDS = 200
"""Different texts of a column that is kept; more are names, dates or reports, which slice nothing
and may tell who the patient is."""

PERSONAL = re.compile(
    r"(patient|subject|person|participant)s?|"
    r"(patient|subject|person|participant|record|medicalrecord|study|exam|visit)(id|number|no|nr)|"
    r"(patient|subject|person|participant|first|last|family|given|middle|sur|full|physician|doctor|"
    r"operator|radiologist|institution|hospital)?names?|"
    r"dob|mrn|ssn|.*(birth|accession|socialsecurity|insurance|address|phone|email|postcode|zipcode)"
    r".*|.*(uid|date|datetime)s?"
)
"""Whole names, as `plain` writes them, of columns that tell who somebody is, whatever they hold."""
NOT_KEPT = "its name says that it tells who or when; such columns are never kept"


def keep(
    table: TextTable, names: Iterable[str], rows: np.ndarray, labels: tuple[str, ...]
) -> tuple[pd.DataFrame, list[Skip]]:
    """The columns ``names`` at ``rows``, float64 or text, and those left out.

    One whose name is that of a label or has a meaning here is named after its file as well.
    """
    taken = {name.casefold() for name in (*RESERVED_COLUMNS, *labels)}
    kept: dict[str, pd.Series] = {}
    left = []
    for name in names:
        if PERSONAL.fullmatch(plain(name)):
            left.append(Skip(f"{table.file} column {name!r}", NOT_KEPT))
            continue
        column = table.column(name)
        values = numbers(column, rows)
        if values is None and len(column.texts) <= MAX_KINDS:
            values = texts(column, rows)
        if values is None:
            reason = f"it has {len(column.texts):,} different texts; up to {MAX_KINDS} are kept"
            left.append(Skip(f"{table.file} column {name!r}", reason))
        else:
            kept[f"{name} ({table.file})" if name.casefold() in taken else name] = values
    return pd.DataFrame(kept, index=pd.RangeIndex(len(rows))), left


def patients(column: Column, rows: np.ndarray) -> pd.Series:
    """``patient 1``, ``patient 2`` … by their first row in the table, missing where the cell is
    blank: enough to keep the scans of one together, and nothing to find out who that is."""
    numbered = [
        None if is_blank(text) else f"patient {i}" for i, text in enumerate(column.texts, 1)
    ]
    return pd.Series(np.array(numbered, object)[column.codes[rows]], dtype="str")


def texts(column: Column, rows: np.ndarray) -> pd.Series:
    """Text at ``rows``, missing where the cell is blank."""
    kinds = np.array([None if is_blank(text) else text for text in column.texts], object)
    return pd.Series(kinds[column.codes[rows]], dtype="str")


def numbers(column: Column, rows: np.ndarray) -> pd.Series | None:
    """float64 at ``rows``, NaN where the cell is blank; None where a cell is something else."""
    try:
        kinds = np.array([np.nan if is_blank(text) else float(text) for text in column.texts])
    except ValueError:
        return None
    return pd.Series(kinds[column.codes[rows]])
