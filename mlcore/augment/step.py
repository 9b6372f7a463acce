"""What a row of the table of steps consists of, and the parameters that several rows share."""

import reprlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from mlcore.augment.frame import Frame, Size
from mlcore.augment.parameters import Number, OneOf, Parameter, Value
from mlcore.errors import ScanLabError

Values = Mapping[str, Any]
"""A value for each parameter of a step, by its name."""


@dataclass(frozen=True, kw_only=True)
class Step:
    name: str
    title: str
    help: str
    """What it does to the picture."""
    risk: str
    """What it may do to a label."""
    parameters: tuple[Parameter, ...]
    solt: str
    """The class in ``solt.transforms``."""
    arguments: Callable[[Values, Size], dict[str, Any]]
    """Values and the scan's size to that class's arguments."""
    drawn: Callable[[Values, Values, Size], dict[str, Any]] = lambda _values, _state, _scan: {}
    """Values, what the class remembers of a scan and the scan's size to what was drawn, in the
    parameters' units."""
    frame: Callable[[Values, Frame, Size], Frame] = lambda _values, frame, _scan: frame
    """The picture's limits after the step, from those before it and the scan's size."""
    window: Callable[[Values, Size], Size] | None = None
    """The piece it cuts from the picture, which must not be larger than the picture."""

    def values(self, given: Values) -> dict[str, Value]:
        """All parameters, checked, with defaults where ``given`` has none."""
        names = [parameter.name for parameter in self.parameters]
        for name in given:
            if name not in names:
                near = get_close_matches(str(name), names, n=1)
                rather = near or [*names, PROBABILITY.name, "enabled"]
                raise ScanLabError(
                    f"step {self.name!r} has no parameter {reprlib.repr(name)}; "
                    f"expected {' or '.join(rather)}"
                )
        return {
            parameter.name: parameter.checked(
                given.get(parameter.name, parameter.default), self.name
            )
            for parameter in self.parameters
        }


BORDERS = {"black": "z", "reflect": "r"}
BORDER = OneOf(
    name="border",
    title="Border",
    choices=tuple(BORDERS),
    default="black",
    help="What fills the places where the picture has nothing: black, or its own mirror image.",
)
MEASURE = OneOf(
    name="measure",
    title="Size is given in",
    choices=("percent", "pixels"),
    default="percent",
    help="Percent of the scan's side fits scans of every size; pixels are taken as they are.",
)
PROBABILITY = Number(
    name="probability",
    title="Probability",
    low=0,
    high=1,
    step=0.05,
    default=1,
    help="The share of scans that the step is applied to.",
)


def size_of(default: float, help: str) -> Number:
    return Number(name="size", title="Size", low=1, high=1024, step=0.5, default=default, help=help)


def pixels(values: Values, scan: Size) -> Size:
    """The ``size`` of a step in pixels, at least 1, for a scan of that width and height."""
    sides = scan if values["measure"] == "percent" else (100, 100)
    return tuple(max(1, round(values["size"] * side / 100)) for side in sides)
