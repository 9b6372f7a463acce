"""Building a recipe: steps added, set, moved, switched off and removed."""

from collections.abc import Callable

import streamlit as st

from mlcore.augment import steps, strength
from mlcore.augment.parameters import Parameter, Value
from mlcore.augment.recipe import Choose, Recipe, StepUse
from mlcore.augment.step import PROBABILITY
from mlcore.inspect import wording
from pages.parts import parameter_widgets, recipe_state
from pages.parts.recipe_state import Block

CHOICE, NOTHING = "choose", "nothing"
TITLES = {step.name: step.title for step in steps.STEPS}
TITLES |= {CHOICE: "Choose some of several", NOTHING: "Nothing"}


def recipe_editor() -> Recipe:
    """The recipe as it stands; `ScanLabError` where a choice is impossible."""
    blocks = recipe_state.blocks()
    if not blocks:
        st.caption("No steps: every scan stays as it is.")
    uses = [_block(blocks, block, place) for place, block in enumerate(blocks, 1)]
    _adder(blocks, [*(step.name for step in steps.STEPS), CHOICE], "Add a step", "add_step")
    return Recipe(tuple(uses))


def _block(siblings: list[Block], block: Block, place: int) -> StepUse | Choose:
    with st.container(gap="xxsmall"):
        choice = isinstance(block.use, Choose)
        name = CHOICE if choice else block.use.name
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
            on = st.toggle(
                f"{place}. {TITLES[name]}",
                value=block.use.on,
                key=block.key("on"),
                persist_state="session",
                help=_help(name),
                width="stretch",
            )
            _button(":material/arrow_upward:", "Move up", block, siblings, place > 1, -1)
            _button(
                ":material/arrow_downward:", "Move down", block, siblings, place < len(siblings), 1
            )
            _button(":material/close:", "Remove", block, siblings)
        return _choice(block, on) if choice else _step(block, on)


def _button(
    icon: str,
    says: str,
    block: Block,
    siblings: list[Block],
    possible: bool = True,
    by: int | None = None,
) -> None:
    act: Callable = recipe_state.remove if by is None else recipe_state.move
    st.button(
        icon,
        key=block.key(says),
        help=says,
        type="tertiary",
        disabled=not possible,
        on_click=act,
        args=(siblings, block) if by is None else (siblings, block, by),
    )


def _step(block: Block, on: bool, titled: bool = False) -> StepUse:
    """The settings of a step, folded below a line that sums them up."""
    now = _as_set(block)
    words = strength.named(now) if titled else strength.in_words(now)
    line = f"{words} · {wording.percent(now.probability)} of scans"
    with st.expander(line, key=block.key("settings")):
        for each in (PROBABILITY, *now.step.parameters):
            start = _start(block.use, each)
            parameter_widgets.widget(each, start, block.key(each.name))
    return StepUse(now.name, now.probability, now.parameters, on)


def _as_set(block: Block) -> StepUse:
    """The step with what its widgets say, which they know before they are drawn."""
    values = {
        each.name: parameter_widgets.rounded(
            st.session_state.get(block.key(each.name), _start(block.use, each))
        )
        for each in (PROBABILITY, *block.use.step.parameters)
    }
    return StepUse(block.use.name, values.pop(PROBABILITY.name), values)


def _start(use: StepUse, parameter: Parameter) -> Value:
    return use.probability if parameter is PROBABILITY else use.parameters[parameter.name]


def _choice(block: Block, on: bool) -> Choose:
    if not block.options:
        recipe_state.add(block.options, None)
    count = st.number_input(
        f"How many of the {len(block.options)} options",
        1,
        len(block.options),
        min(block.use.count, len(block.options)),
        key=block.key(f"count_{len(block.options)}"),
        persist_state="session",
        help="Each scan draws that many of the options, in any order.",
    )
    chosen = []
    for option in block.options:
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
            if option.use is None:
                st.markdown("Nothing", width="stretch", help="An option that leaves the scan.")
                chosen.append(None)
            else:
                with st.container(width="stretch"):
                    chosen.append(_step(option, option.use.on, titled=True))
            _button(":material/close:", "Remove", option, block.options, len(block.options) > 1)
    names = [NOTHING, *(step.name for step in steps.STEPS)]
    _adder(block.options, names, "Add an option", block.key("add"))
    return Choose(int(count), tuple(chosen), on)


def _adder(siblings: list[Block], names: list[str], says: str, key: str) -> None:
    def add() -> None:
        name = st.session_state[key]
        if name:
            recipe_state.add(siblings, _new(name))
            st.session_state[key] = None

    st.selectbox(
        says,
        names,
        index=None,
        format_func=TITLES.get,
        placeholder=f"{says} …",
        key=key,
        on_change=add,
        label_visibility="collapsed",
    )


def _new(name: str) -> StepUse | Choose | None:
    if name == NOTHING:
        return None
    return Choose(1, (StepUse("cutout"), None)) if name == CHOICE else StepUse(name)


def _help(name: str) -> str:
    if name == CHOICE:
        return "For each scan some of the options below are drawn and applied in any order."
    step = steps.get(name)
    return f"{step.help} **Risk:** {step.risk}"
