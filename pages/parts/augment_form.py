"""The form of a recipe: a switch and sliders for each step, made from the table of steps."""

from typing import Any

import streamlit as st

from mlcore.augment import presets, steps
from mlcore.augment.parameters import Parameter
from mlcore.augment.recipe import Recipe, StepUse
from mlcore.augment.step import PROBABILITY, Step

OWN = "own"
START_ON = ("rotate",)


def recipe_form() -> Recipe:
    titles = {preset.name: preset.title for preset in presets.PRESETS} | {OWN: "My own"}
    chosen = st.segmented_control(
        "Recipe",
        [OWN, *(preset.name for preset in presets.PRESETS)],
        format_func=titles.get,
        default=OWN,
        required=True,
        key="recipe",
        persist_state="session",
        help="\n\n".join(f"**{preset.title}**: {preset.help}" for preset in presets.PRESETS),
    )
    if chosen != OWN:
        preset = presets.get(chosen)
        st.caption(preset.help)
        with st.expander("The recipe", icon=":material/description:"):
            st.code(preset.recipe.to_yaml(), language="yaml")
        return preset.recipe
    return Recipe(tuple(_use(step) for step in steps.STEPS))


def _use(step: Step) -> StepUse:
    key = f"augment_{step.name}"
    on = st.toggle(
        step.title,
        value=step.name in START_ON,
        key=key,
        persist_state="session",
        help=f"{step.help} **Risk:** {step.risk}",
    )
    if not on:
        return StepUse(step.name, on=False)
    with st.container(border=True):
        values = {p.name: _widget(p, f"{key}_{p.name}") for p in step.parameters}
        probability = _widget(PROBABILITY, f"{key}_probability")
    return StepUse(step.name, probability, values)


def _widget(parameter: Parameter, key: str) -> Any:
    unit = f" ({parameter.unit})" if parameter.unit else ""
    label, shared = (
        f"{parameter.title}{unit}",
        {"key": key, "help": parameter.help, "persist_state": "session"},
    )
    if parameter.kind == "flag":
        return st.checkbox(label, value=parameter.default, **shared)
    if parameter.kind == "choice":
        index = parameter.choices.index(parameter.default)
        return st.selectbox(label, parameter.choices, index=index, **shared)
    ends = parameter.default if parameter.kind == "range" else (parameter.default,)
    value = tuple(float(end) for end in ends)
    return st.slider(
        label,
        float(parameter.low),
        float(parameter.high),
        value if parameter.kind == "range" else value[0],
        float(parameter.step),
        **shared,
    )
