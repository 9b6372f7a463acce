"""A cleaning recipe: decisions in their order, as one value and as one readable file."""

import hashlib
import json
import reprlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from mlcore import plain_yaml
from mlcore.clean import decisions
from mlcore.errors import ScanLabError

LIMITS = plain_yaml.Limits(
    file="cleaning recipe", entry="decision", longest_text=500_000, longest_value=500, deepest=4
)
HEAD = "A cleaning recipe of ScanLab: its decisions are made from top to bottom."


@dataclass(frozen=True)
class Decision:
    """One decision with its values. Checked when made: `ScanLabError` names what is wrong."""

    name: str
    values: Mapping[str, Any] = field(default_factory=dict, hash=False)
    """All parameters of its kind; those not given get their defaults."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "values", decisions.get(self.name).values(self.values))

    @property
    def kind(self) -> decisions.Kind:
        return decisions.get(self.name)

    def row(self) -> dict[str, Any]:
        return {"decision": self.name, **self.values}


@dataclass(frozen=True)
class CleaningRecipe:
    """Decisions, made one after the other; none of them touches the data set it starts from."""

    decisions: tuple[Decision, ...] = ()

    def adding(self, *more: Decision) -> "CleaningRecipe":
        return CleaningRecipe(self.decisions + more)

    def without(self, position: int) -> "CleaningRecipe":
        """The recipe with one decision undone; 0 is the first."""
        return CleaningRecipe(self.decisions[:position] + self.decisions[position + 1 :])

    def moved(self, position: int, to: int) -> "CleaningRecipe":
        """The recipe with one decision made at another place."""
        rest = list(self.without(position).decisions)
        return CleaningRecipe((*rest[:to], self.decisions[position], *rest[to:]))

    @cached_property
    def digest(self) -> str:
        """BLAKE2 of what the recipe does, 12 hexadecimal digits, equal however it is written."""
        canonical = json.dumps([decision.row() for decision in self.decisions], sort_keys=True)
        return hashlib.blake2b(canonical.encode(), digest_size=6).hexdigest()

    def to_yaml(self) -> str:
        return plain_yaml.write([decision.row() for decision in self.decisions], HEAD)

    @classmethod
    def from_yaml(cls, text: str) -> "CleaningRecipe":
        """Read what `to_yaml` writes, or a person; `ScanLabError` names the decision at fault."""
        rows = plain_yaml.read(text, LIMITS)
        if not isinstance(rows, list):
            raise ScanLabError(
                f"the cleaning recipe is {_said(rows)}; expected a list of decisions such as "
                "'- decision: drop_black'"
            )
        return cls(tuple(_decision(row, number) for number, row in enumerate(rows, 1)))

    @classmethod
    def read(cls, path: Path) -> "CleaningRecipe":
        """The recipe in a file; `ScanLabError` where there is none."""
        try:
            text = path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as problem:
            raise ScanLabError(f"{path} cannot be read as a recipe: {problem}") from problem
        return cls.from_yaml(text)


def _decision(row: Any, number: int) -> Decision:
    where = f"decision {number} of the cleaning recipe"
    if not isinstance(row, dict) or "decision" not in row:
        raise ScanLabError(
            f"{where} is {_said(row)}; expected 'decision: NAME' and its values below"
        )
    given = {**row}
    try:
        return Decision(given.pop("decision"), given)
    except ScanLabError as problem:
        raise ScanLabError(f"{where}: {problem}") from problem


def _said(value: Any) -> str:
    return "empty" if value is None else reprlib.repr(value)
