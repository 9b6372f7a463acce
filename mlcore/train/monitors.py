"""What counts as an improvement on validation, a row a measure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Monitor:
    name: str
    title: str
    help: str
    value: Callable[[Mapping[str, Any]], float | None]
    """From the ``val`` of an epoch's line; more is better, None undefined."""


MONITORS = (
    Monitor(
        "average_precision",
        "Average precision",
        "the mean over labels; needs no threshold.",
        lambda val: val["average_precision_macro"],
    ),
    Monitor(
        "f1",
        "Macro F1",
        "the mean over labels at the best thresholds.",
        lambda val: val["f1_tuned_macro"],
    ),
    Monitor(
        "loss",
        "Loss",
        "plain binary cross-entropy, whatever loss is trained.",
        lambda val: -val["loss"],
    ),
)


def watched(name: str, val: Mapping[str, Any]) -> float:
    """The value of the row of that name, NaN undefined; `KeyError` where there is none."""
    value = {row.name: row for row in MONITORS}[name].value(val)
    return float("nan") if value is None else value
