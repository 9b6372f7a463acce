"""The kinds of setting a decision can have; forms, files and checks are made from them."""

import math
import reprlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from mlcore.errors import ScanLabError

AS_NOW = "as now"
BLANK = "blank"
LONGEST_TEXT = 500

Values = Mapping[str, Any]
"""A value for each parameter of a decision, by its name."""


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """What every kind has in common. Without a default a value must be given."""

    kind: ClassVar[str]
    expected: ClassVar[str]
    """What is allowed, to end the sentence "expected …"."""
    name: str
    """The key in a recipe file."""
    title: str
    default: Any = None
    help: str

    def checked(self, value: Any) -> Any:
        """Return the value in its standard form; `ScanLabError` where it is none."""
        standard = self._standard(value)
        if standard is None:
            raise ScanLabError(f"{self.name} is {reprlib.repr(value)}; expected {self.expected}")
        return standard

    def _standard(self, value: Any) -> Any:
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class OneOf(Parameter):
    """One of a few words; each has a sentence of its own."""

    kind: ClassVar[str] = "choice"
    choices: Mapping[str, str] = field(hash=False)
    """Word to what it means."""

    @property
    def expected(self) -> str:
        *first, last = self.choices
        return f"{', '.join(first)} or {last}"

    def _standard(self, value: Any) -> Any:
        return value if isinstance(value, str) and value in self.choices else None


@dataclass(frozen=True, kw_only=True)
class Share(Parameter):
    """A share of all scans from 0 to .9, or the share it has now."""

    kind: ClassVar[str] = "share"
    expected: ClassVar[str] = f"a number from 0 to 0.9 or '{AS_NOW}'"
    most: ClassVar[float] = 0.9

    def _standard(self, value: Any) -> Any:
        if value == AS_NOW:
            return AS_NOW
        number = isinstance(value, int | float) and not isinstance(value, bool)
        return float(value) if number and 0 <= value <= self.most else None


@dataclass(frozen=True, kw_only=True)
class Seed(Parameter):
    """A whole number, 0 or more; the same one gives the same result."""

    kind: ClassVar[str] = "seed"
    expected: ClassVar[str] = "a whole number from 0 to 4294967295"

    def _standard(self, value: Any) -> Any:
        whole = isinstance(value, int) and not isinstance(value, bool)
        return value if whole and 0 <= value < 2**32 else None


@dataclass(frozen=True, kw_only=True)
class Text(Parameter):
    """A few words; numbers are refused, as ``0012`` would lose its zeros."""

    kind: ClassVar[str] = "text"
    expected: ClassVar[str] = "text, in quotes if it looks like a number"

    def _standard(self, value: Any) -> Any:
        return value if _is_text(value) else None


@dataclass(frozen=True, kw_only=True)
class Texts(Parameter):
    """A list of texts, none twice."""

    kind: ClassVar[str] = "texts"
    expected: ClassVar[str] = "a list of texts, in quotes where they look like numbers"

    def _standard(self, value: Any) -> Any:
        listed = isinstance(value, list | tuple) and value and all(map(_is_text, value))
        return tuple(dict.fromkeys(value)) if listed else None


@dataclass(frozen=True, kw_only=True)
class LabelValue(Parameter):
    """1 present, 0 absent, ``blank`` or nothing at all: unknown."""

    kind: ClassVar[str] = "label value"
    expected: ClassVar[str] = f"0 (absent), 1 (present) or {BLANK} (unknown)"

    def _standard(self, value: Any) -> Any:
        if value is None or value == BLANK:
            return BLANK
        return int(value) if not isinstance(value, bool) and value in (0, 1) else None


def as_number(value: Any) -> float:
    """A `LabelValue` as it lies in the table."""
    return math.nan if value == BLANK else float(value)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and len(value.strip()) > 0 and len(value) <= LONGEST_TEXT
