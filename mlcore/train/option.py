"""What one option of a training is: a row from which form, command line and checks are made."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from mlcore.errors import ScanLabError

Value = str | int | float | bool
OFF = (0, "none", False)
"""Values that switch an option off."""


@dataclass(frozen=True)
class Only:
    """An option has an effect only where another one has one of these values."""

    option: str
    values: tuple[Value, ...] = ()
    """None listed: any but those that switch it off."""

    def holds(self, settings: Mapping[str, Any]) -> bool:
        value = settings[self.option]
        return value in self.values if self.values else value not in OFF

    @property
    def text(self) -> str:
        if not self.values:
            return f"{self.option} on"
        return f"{self.option} {' or '.join(map(str, self.values))}"


@dataclass(frozen=True)
class Option:
    """One option. A choice lists its values, a number its limits, a switch neither."""

    name: str
    """As in ``config.json``; with dashes on the command line."""
    title: str
    help: str
    default: Value
    choices: tuple[Value, ...] = ()
    titles: tuple[str, ...] = ()
    """What a form calls the choices; as many as there are choices, or none."""
    more: Callable[[], list[str]] | None = None
    """Further choices of the moment; where there can be such, any text may be given."""
    say: Callable[[str], str] = str
    """How a person reads a text that is no choice with a title."""
    low: float = 0
    high: float = 0
    step: float = 0
    """What a form adds or takes away at a click; 0: a tenth of the default."""
    section: str = ""
    """Where a form shows it; the first, unnamed section is what a beginner needs to see."""
    only: tuple[Only, ...] = ()
    """It has an effect where any of these holds; none listed: always."""

    @property
    def kind(self) -> type:
        return type(self.default)

    def offered(self) -> list[Value]:
        """What a form lets choose from."""
        return [*self.choices, *(self.more() if self.more else ())]

    def shown(self, value: Value) -> str:
        """How a person reads ``value``."""
        if self.titles and value in self.choices:
            return self.titles[self.choices.index(value)]
        if self.kind is bool:
            return "on" if value else "off"
        if isinstance(value, str):
            return self.say(value)
        return f"{value:g}" if self.kind is float else str(value)

    def applies(self, settings: Mapping[str, Any]) -> bool:
        """Whether the option has an effect beside these values of all options."""
        return not self.only or any(only.holds(settings) for only in self.only)

    @property
    def needs(self) -> str:
        """Where it has an effect, for a person."""
        return " or ".join(only.text for only in self.only)

    def check_effect(self, settings: Mapping[str, Any]) -> None:
        """Raise `ScanLabError` where the option was asked for but has no effect."""
        if not self.applies(settings):
            raise ScanLabError(
                f"{self.name} is {settings[self.name]!r} but has an effect only with {self.needs}; "
                "leave it out or choose that too"
            )

    def check(self, value: Any) -> None:
        """Raise `ScanLabError` where ``value`` cannot be used."""
        fits, expected = self._judged(value)
        if not fits:
            raise ScanLabError(f"{self.name} is {value!r}; expected {expected}")

    def _judged(self, value: Any) -> tuple[bool, str]:
        """Whether ``value`` can be used, and what can."""
        if self.more:
            return isinstance(value, str), f"a text, such as {self.choices[-1]}"
        if self.choices:
            fits = type(value) is self.kind and value in self.choices
            return fits, f"one of {', '.join(map(str, self.choices))}"
        if self.kind is bool:
            return isinstance(value, bool), "true or false"
        allowed = (int,) if self.kind is int else (int, float)
        numeric = isinstance(value, allowed) and not isinstance(value, bool)
        what = "a whole number" if self.kind is int else "a number"
        return (
            numeric and self.low <= value <= self.high,
            f"{what} from {self.low:g} to {self.high:g}",
        )
