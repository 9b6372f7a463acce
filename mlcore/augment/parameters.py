"""The four kinds of setting a step can have; forms, files and checks are made from them."""

import math
import reprlib
from dataclasses import dataclass
from numbers import Real
from typing import Any, ClassVar

from mlcore.errors import ScanLabError

Value = int | float | bool | str | tuple[int | float, int | float]


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """What every kind has in common."""

    kind: ClassVar[str]
    name: str
    """The key in a recipe file."""
    title: str
    default: Value
    unit: str = ""
    help: str

    def checked(self, value: Any, step: str) -> Value:
        """Return the value in its standard form; `ScanLabError` names step and parameter."""
        standard = self._standard(value)
        if standard is None:
            raise ScanLabError(
                f"step {step!r}: {self.name} is {reprlib.repr(value)}; expected {self.expected}"
            )
        return standard

    @property
    def expected(self) -> str:
        """What is allowed, to end the sentence "expected …"."""
        raise NotImplementedError

    def _standard(self, value: Any) -> Value | None:
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class Number(Parameter):
    """One number. A whole ``step`` is kept to; a fractional one only guides a slider."""

    kind: ClassVar[str] = "number"
    low: float
    high: float
    step: float

    @property
    def expected(self) -> str:
        return _span(self, "a number" if self.step % 1 else "a whole number")

    def _standard(self, value: Any) -> Value | None:
        return _number_of(self, value)


@dataclass(frozen=True, kw_only=True)
class Range(Parameter):
    """Two numbers between which each scan draws its own."""

    kind: ClassVar[str] = "range"
    low: float
    high: float
    step: float

    @property
    def expected(self) -> str:
        return _span(self, "two numbers in square brackets, the lower one first, each")

    def _standard(self, value: Any) -> Value | None:
        if not isinstance(value, list | tuple) or len(value) != 2:
            return None
        first, last = (_number_of(self, end) for end in value)
        return None if first is None or last is None or first > last else (first, last)


@dataclass(frozen=True, kw_only=True)
class OneOf(Parameter):
    """One of a few words."""

    kind: ClassVar[str] = "choice"
    choices: tuple[str, ...]

    @property
    def expected(self) -> str:
        return f"{', '.join(self.choices[:-1])} or {self.choices[-1]}"

    def _standard(self, value: Any) -> Value | None:
        return value if isinstance(value, str) and value in self.choices else None


@dataclass(frozen=True, kw_only=True)
class Flag(Parameter):
    """Yes or no."""

    kind: ClassVar[str] = "flag"

    @property
    def expected(self) -> str:
        return "true or false"

    def _standard(self, value: Any) -> Value | None:
        return value if isinstance(value, bool) else None


def _number_of(parameter: Number | Range, value: Any) -> int | float | None:
    """The number without a needless ``.0``, so that 1 and 1.0 are written and hashed alike."""
    if isinstance(value, bool) or not isinstance(value, Real):
        return None
    if not parameter.low <= value <= parameter.high:
        return None
    if parameter.step % 1 == 0 and (value - parameter.low) % parameter.step:
        return None
    number = float(value)
    return int(number) if math.trunc(number) == number else number


def _span(parameter: Number | Range, what: str) -> str:
    steps = f" in steps of {parameter.step}" if parameter.step > 1 else ""
    unit = f" {parameter.unit}" if parameter.unit else ""
    return f"{what} from {parameter.low} to {parameter.high}{unit}{steps}"
