"""A submission file as it was written, beside the sample it is to be like."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from mlcore.data.text_table import TextTable
from mlcore.submit.sample import Sample

CUT = 0.5
"""Probabilities from here on count as yes where shares are compared."""


@dataclass(frozen=True)
class Expected:
    """How often a label is answered yes on scans of the same kind."""

    yes: int
    of: int
    what: str
    """Where that is from, such as ``validation``."""


@dataclass(frozen=True)
class File:
    """A submission beside what it should be like."""

    raw: bytes
    table: TextTable
    sample: Sample
    expected: Mapping[str, Expected]
    """By label; empty where nothing is known."""

    @property
    def columns(self) -> tuple[str, ...]:
        return self.table.columns

    @property
    def wanted(self) -> tuple[str, ...]:
        return self.sample.table.columns

    @cached_property
    def ids(self) -> list[str]:
        name = self.sample.id_column
        return self.table.column(name).cells() if name in self.columns else []

    @cached_property
    def values(self) -> dict[str, np.ndarray]:
        """Label to ``(n,)`` float, NaN where a cell is no number."""
        shared = [label for label in self.sample.labels if label in self.columns]
        return {label: numbers(self.table.column(label).cells()) for label in shared}


def numbers(cells: list[str]) -> np.ndarray:
    """``(n,)`` float, NaN where a cell is no number."""
    found = np.full(len(cells), np.nan)
    for i, cell in enumerate(cells):
        try:
            found[i] = float(cell)
        except ValueError:
            continue
    return found
