"""Making one answer of several chosen runs, and where to look at it afterwards."""

import streamlit as st

from mlcore.compare.committee import making, methods
from mlcore.runs.folder import Run
from pages.parts.popovers import close, popover
from pages.parts.shell import link, showing_errors
from pages.parts.working import with_bar

MADE = "experiments_committee"
MAKING = "experiments_committee_making"
HELP = (
    "Networks that err on different scans err less together. A committee asks all of them and "
    "combines their probabilities; it is a run like any other: evaluate, compare and ask it."
)


def committee(runs: list[Run]) -> None:
    """Offered for two or more chosen runs."""
    few = len(runs) < 2
    with popover("Make a committee", MAKING, ":material/groups:", disabled=few, help=HELP):
        method = st.radio(
            "Method",
            list(methods.BY_NAME),
            format_func=lambda name: methods.BY_NAME[name].title,
            captions=[each.help for each in methods.METHODS],
            key="committee_method",
        )
        weights = ""
        if method == "weighted":
            weights = st.text_input(
                "Weights",
                key="committee_weights",
                placeholder="fitted on validation",
                help="A number for each ticked run, in the order of the table, between commas, "
                "such as 2,1. Empty: they are fitted.",
            )
        if st.button(f"Make it of {len(runs)} runs", type="primary", disabled=few):
            with showing_errors():
                own = methods.numbers(weights) if weights.strip() else None
                made = with_bar("Making", lambda bar: making.make(runs, method, own, bar))
                st.session_state[MADE] = made.name
                close(MAKING)
                st.rerun()


def made_last() -> None:
    """Where to look at the committee that was just made."""
    name = st.session_state.pop(MADE, None)
    if name is None:
        return
    st.session_state["model"] = name
    with st.container(horizontal=True, vertical_alignment="center"):
        st.success(
            f"The committee is run **{name}** in the table below. Evaluate and Predict have "
            "chosen it.",
            icon=":material/check_circle:",
        )
        link("evaluate.py", "Evaluate it")
