"""One widget an option; its value is kept while it is hidden and across pages."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from mlcore.models import registry
from mlcore.train.option import Option


def key_of(option: Option) -> str:
    return f"train_{option.name}"


def value_of(option: Option) -> Any:
    """What was chosen, be the widget shown or not; the default for what was saved, and deleted
    since."""
    chosen = st.session_state.get(key_of(option), option.default)
    if option.more is None or chosen in option.choices or "\n" in chosen:
        return chosen
    return chosen if chosen in option.more() else option.default


def fill(options: tuple[Option, ...], settings: Mapping[str, Any]) -> None:
    """Let the widgets show these values; call it before they are drawn."""
    for option in options:
        if option.name in settings:
            st.session_state[key_of(option)] = settings[option.name]


def option_widget(option: Option) -> None:
    key = key_of(option)
    chosen = st.session_state[key] = value_of(option)
    shared = {"key": key, "help": option.help, "persist_state": "session"}
    if option.choices:
        offered = registry.names() if option.name == "model" else option.offered()
        # A cloned run may have what is not offered, such as a recipe of its own.
        offered = offered if chosen in offered else [*offered, chosen]
        st.selectbox(option.title, offered, format_func=option.shown, **shared)
    elif option.kind is bool:
        st.toggle(option.title, **shared)
    else:
        whole = option.kind is int
        st.number_input(
            option.title,
            min_value=int(option.low) if whole else float(option.low),
            max_value=int(option.high) if whole else float(option.high),
            step=1 if whole else option.step or option.default / 10 or 0.01,
            format=None if whole else "%g",
            **shared,
        )
