"""Which parameter of a step says how strong it is, and from where to where it is tried.

A step without a row is as strong as its first number says, over all that the number may be.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from mlcore.augment.frame import Size
from mlcore.augment.parameters import Number, Parameter, Range, Value
from mlcore.augment.recipe import Recipe, StepUse
from mlcore.augment.step import Step, Values
from mlcore.errors import ScanLabError


@dataclass(frozen=True, kw_only=True)
class Strength:
    step: str
    parameters: tuple[str, ...]
    """All of these get the same value; the first one is named on charts."""
    low: float
    high: float
    set: Mapping[str, Value] = field(default_factory=dict)
    """What else must be set for the value to mean something."""
    unit: str = ""
    when: Callable[[Values], bool] = lambda _values: True
    """Whether the row holds for a step with these values; the first that does is used."""


UNITS = {"percent": "% of the side", "pixels": "pixels"}
"""What a size is given in, in words."""


def _size(step: str, low: float, high: float) -> Strength:
    return Strength(
        step=step,
        parameters=("size",),
        low=low,
        high=high,
        set={"measure": "percent"},
        unit=UNITS["percent"],
    )


BOTH = ("horizontal", "vertical")
STRENGTHS = (
    Strength(step="rotate", parameters=("angle",), low=0, high=180, unit="degrees"),
    Strength(step="shear", parameters=("horizontal",), low=0, high=1, set={"vertical": (0, 0)}),
    Strength(step="scale", parameters=BOTH, low=0.2, high=3, set={"same": True}),
    Strength(step="move", parameters=BOTH, low=0, high=50, unit=UNITS["percent"]),
    Strength(step="perspective", parameters=("tilt",), low=0, high=40, unit="%"),
    _size("pad", 100, 300),
    _size("crop", 10, 100),
    _size("resize", 5, 100),
    Strength(
        step="blur",
        parameters=("sigma",),
        low=0.1,
        high=6,
        set={"size": 31},
        unit="pixels",
        when=lambda values: values["method"] == "gaussian",
    ),
    Strength(step="brightness", parameters=("change",), low=-150, high=150, unit="grey levels"),
    Strength(step="salt-and-pepper", parameters=("amount",), low=0, high=50, unit="%"),
    _size("cutout", 5, 100),
)


def of(use: StepUse) -> Strength | None:
    """How the strength of a step is set; None for one that has no number, such as a flip."""
    for row in STRENGTHS:
        if row.step == use.name and row.when(use.parameters):
            return row
    numbers = [each for each in use.step.parameters if isinstance(each, Number | Range)]
    return _whole(use.step, numbers[0]) if numbers else None


def along(use: StepUse, count: int = 7) -> list[tuple[float, StepUse]]:
    """The step at ``count`` strengths from low to high, always applied; empty without a number."""
    row = of(use)
    if row is None:
        return []
    named = _parameter(use.step, row.parameters[0])
    values = {_snapped(named, value) for value in np.linspace(row.low, row.high, count)}
    return [(value, _set(use, row, value)) for value in sorted(values)]


def run_through(use: StepUse, name: str, scan: Size, count: int = 7) -> list[tuple[Value, StepUse]]:
    """The step with one parameter at values from low to high, or at each of its choices.

    What cannot be done to scans of that width and height is left out.
    """
    parameter = _parameter(use.step, name)
    row = of(use)
    if not isinstance(parameter, Number | Range):
        choices = parameter.choices if parameter.kind == "choice" else (False, True)
        tried = [(each, _with(use, {name: each})) for each in choices]
    else:
        both = row if row and name in row.parameters else _whole(use.step, parameter)
        alone = replace(both, parameters=(name,))
        values = {_snapped(parameter, value) for value in np.linspace(both.low, both.high, count)}
        tried = [(value, _set(use, alone, value)) for value in sorted(values)]
    return [(value, step) for value, step in tried if _fits(step, scan)]


def _fits(use: StepUse, scan: Size) -> bool:
    try:
        Recipe((use,)).check_fits(scan)
    except ScanLabError:
        return False
    return True


def named(use: StepUse) -> str:
    """The step with its strength in words, such as ``CutOut 62.5 % of the side``."""
    return f"{use.step.title} {in_words(use)}".rstrip()


def in_words(use: StepUse) -> str:
    """The strength alone, such as ``-10 to 10 degrees``, or what a step without a number does."""
    row = of(use)
    if row is None:
        return " ".join(str(value) for value in use.parameters.values())
    value = use.parameters[row.parameters[0]]
    ends = dict.fromkeys(value if isinstance(value, tuple) else (value,))
    unit = UNITS.get(use.parameters.get("measure"), row.unit)
    return f"{' to '.join(f'{end:.3g}' for end in ends)} {unit}".rstrip()


def _set(use: StepUse, row: Strength, value: float) -> StepUse:
    return _with(
        use, {**row.set, **{name: _valued(use.step, name, value) for name in row.parameters}}
    )


def _with(use: StepUse, values: Values) -> StepUse:
    return StepUse(use.name, 1, {**use.parameters, **values})


def _valued(step: Step, name: str, value: float) -> Value:
    return (value, value) if isinstance(_parameter(step, name), Range) else value


def _parameter(step: Step, name: str) -> Parameter:
    return next(each for each in step.parameters if each.name == name)


def _whole(step: Step, parameter: Number | Range) -> Strength:
    return Strength(
        step=step.name,
        parameters=(parameter.name,),
        low=parameter.low,
        high=parameter.high,
        unit=parameter.unit,
    )


def _snapped(parameter: Number | Range, value: float) -> float:
    """The nearest value that the parameter can have."""
    steps = round((value - parameter.low) / parameter.step)
    return round(min(parameter.low + steps * parameter.step, parameter.high), 6)
