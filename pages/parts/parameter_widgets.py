"""One widget for each kind of parameter of an augmentation step."""

from typing import Any

import streamlit as st

from mlcore.augment.parameters import Number, Parameter, Value

MOST_STOPS = 1000
"""A slider with more stops than this cannot be set to the one that is meant."""


def widget(parameter: Parameter, start: Value, key: str) -> Any:
    """The value that the visitor chose, ``start`` until then."""
    unit = f" ({parameter.unit})" if parameter.unit else ""
    label = f"{parameter.title}{unit}"
    shared = {"key": key, "help": parameter.help, "persist_state": "session"}
    if parameter.kind == "flag":
        return st.checkbox(label, value=start, **shared)
    if parameter.kind == "choice":
        index = parameter.choices.index(start)
        return st.selectbox(label, parameter.choices, index=index, **shared)
    low, high, step = float(parameter.low), float(parameter.high), float(parameter.step)
    if isinstance(parameter, Number) and (high - low) / step > MOST_STOPS:
        return st.number_input(label, low, high, float(start), step, format="%g", **shared)
    value = tuple(float(end) for end in start) if isinstance(start, tuple) else float(start)
    return rounded(st.slider(label, low, high, value, step, **shared))


def rounded(value: Any) -> Any:
    """Without the last digits that a slider's arithmetic leaves, as in 0.15000000000000002."""
    if isinstance(value, list | tuple):
        return tuple(round(end, 6) for end in value)
    return round(value, 6) if isinstance(value, float) else value
