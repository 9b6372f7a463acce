"""A recipe: the augmentation steps a scan goes through, as one value and as one readable file."""

import hashlib
import json
import reprlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, reduce
from typing import Any

from mlcore import plain_yaml
from mlcore.augment import steps
from mlcore.augment.frame import LARGEST, Frame, Size
from mlcore.augment.parameters import Value
from mlcore.augment.step import PROBABILITY, Step
from mlcore.errors import ScanLabError

NOTHING = "nothing"
LIMITS = plain_yaml.Limits(
    file="recipe", entry="step", longest_text=20_000, longest_value=100, deepest=8
)
HEAD = "An augmentation recipe of ScanLab: its steps are applied from top to bottom."


@dataclass(frozen=True)
class StepUse:
    """A step with its values. Checked when made: `ScanLabError` names the step that is wrong."""

    name: str
    probability: float = 1
    parameters: Mapping[str, Value] = field(default_factory=dict)
    """All of the step's parameters; those not given get their defaults."""
    on: bool = True

    def __post_init__(self) -> None:
        step = steps.get(self.name)
        object.__setattr__(self, "probability", PROBABILITY.checked(self.probability, self.name))
        object.__setattr__(self, "parameters", step.values(self.parameters))
        _check_switch(self.on, f"step {self.name!r}")

    @property
    def step(self) -> Step:
        return steps.get(self.name)

    def row(self) -> dict[str, Any]:
        row = {"step": self.name, "probability": self.probability, **self.parameters}
        return row if self.on else {**row, "enabled": False}

    def frame(self, frame: Frame, scan: Size) -> Frame:
        """The picture's limits after the step; `ScanLabError` if it cuts more than there is."""
        window = self.step.window and self.step.window(self.parameters, scan)
        if window and not frame.holds(window):
            raise ScanLabError(
                f"step {self.name!r} cuts {window[0]} x {window[1]} pixels out of a picture that "
                f"can be as small as {frame.width} x {frame.height}; choose a smaller size"
            )
        after = self.step.frame(self.parameters, frame, scan)
        if not after.holds((1, 1)) or after.longest > LARGEST * max(scan):
            raise ScanLabError(
                f"step {self.name!r} can leave a picture of {after.width} x {after.height} up to "
                f"{after.longest:.0f} pixels from a scan of {scan[0]} x {scan[1]}; expected at "
                f"least one pixel and at most {LARGEST} times the scan: narrow its range"
            )
        return after if self.probability == 1 else after.or_else(frame)


@dataclass(frozen=True)
class Choose:
    """For each scan ``count`` of the options, in any order; None is an option that does nothing."""

    count: int
    options: tuple[StepUse | None, ...]
    on: bool = True

    def __post_init__(self) -> None:
        whole = isinstance(self.count, int) and not isinstance(self.count, bool)
        if not whole or not 1 <= self.count <= len(self.options):
            raise ScanLabError(
                f"step 'choose': {reprlib.repr(self.count)} of {len(self.options)} options cannot "
                "be chosen; expected a whole number from 1 to the number of options"
            )
        _check_switch(self.on, "step 'choose'")

    @cached_property
    def active(self) -> tuple[StepUse | None, ...]:
        """The options, where one that is switched off does nothing."""
        return tuple(option if option and option.on else None for option in self.options)

    def row(self) -> dict[str, Any]:
        options = [option.row() if option else NOTHING for option in self.options]
        row = {"choose": self.count, "of": options}
        return row if self.on else {**row, "enabled": False}

    def frame(self, frame: Frame, scan: Size) -> Frame:
        """Limits that hold whichever options are chosen, in whichever order."""
        for _ in range(self.count):
            after = [option.frame(frame, scan) if option else frame for option in self.active]
            frame = reduce(Frame.or_else, after)
        return frame


@dataclass(frozen=True)
class Recipe:
    """Steps in the order they are applied; without steps every scan stays as it is."""

    steps: tuple[StepUse | Choose, ...] = ()

    @cached_property
    def active(self) -> tuple[StepUse | Choose, ...]:
        """The steps that are switched on."""
        return tuple(use for use in self.steps if use.on)

    @cached_property
    def digest(self) -> str:
        """BLAKE2 of what the recipe does, 12 hexadecimal digits.

        Equal however the file is written: spaces, defaults left out, steps switched off.
        """
        canonical = json.dumps([_acting(use) for use in self.active], sort_keys=True)
        return hashlib.blake2b(canonical.encode(), digest_size=6).hexdigest()

    def __hash__(self) -> int:
        return hash(self.digest)

    def check_fits(self, scan: Size) -> None:
        """Raise `ScanLabError` if a step cannot work on scans of that width and height."""
        reduce(lambda frame, use: use.frame(frame, scan), self.active, Frame.of(scan))

    def to_yaml(self) -> str:
        return plain_yaml.write([use.row() for use in self.steps], HEAD)

    @classmethod
    def from_yaml(cls, text: str) -> "Recipe":
        """Read what `to_yaml` writes, or a person; `ScanLabError` says what is wrong where."""
        rows = plain_yaml.read(text, LIMITS)
        if not isinstance(rows, list):
            raise ScanLabError(
                f"the recipe is {_kind(rows)}; expected a list of steps such as '- step: rotate'"
            )
        return cls(
            tuple(_use(row, f"step {number} of the recipe") for number, row in enumerate(rows, 1))
        )


def _use(row: Any, where: str) -> StepUse | Choose:
    if isinstance(row, dict) and "choose" in row:
        return _choose(row, where)
    if not isinstance(row, dict) or "step" not in row:
        raise ScanLabError(f"{where} is {_kind(row)}; expected 'step: NAME' and its values below")
    given = {**row}
    name, on = given.pop("step"), given.pop("enabled", True)
    return StepUse(name, given.pop("probability", PROBABILITY.default), given, on)


def _choose(row: dict[Any, Any], where: str) -> Choose:
    options, others = row.get("of"), set(row) - {"choose", "of", "enabled"}
    if not isinstance(options, list) or others:
        raise ScanLabError(
            f"{where}, 'choose', has the keys {reprlib.repr([*row])}; expected "
            "'choose: COUNT' and 'of:' with a list of steps below"
        )
    if any(isinstance(option, dict) and "choose" in option for option in options):
        raise ScanLabError(f"{where}, 'choose', holds another 'choose'; expected steps only")
    uses = [
        None if option == NOTHING else _use(option, f"an option of {where}") for option in options
    ]
    return Choose(row["choose"], tuple(uses), row.get("enabled", True))


def _acting(use: StepUse | Choose | None) -> Any:
    if isinstance(use, Choose):
        return [use.count, [_acting(option) for option in use.active]]
    return use and use.row()


def _check_switch(on: Any, what: str) -> None:
    if not isinstance(on, bool):
        raise ScanLabError(f"{what}: enabled is {reprlib.repr(on)}; expected true or false")


def _kind(value: Any) -> str:
    kinds = {dict: "a mapping without 'step'", str: "a word", list: "a list", type(None): "empty"}
    return kinds.get(type(value), "a single value")
