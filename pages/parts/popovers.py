"""Popovers that close when what they were opened for is done."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator


def popover(label: str, key: str, icon: str, **more: object) -> DeltaGenerator:
    """Like `st.popover`, and closed by `close`."""
    if st.session_state.pop(_done(key), False):
        st.session_state[key] = False
    return st.popover(label, key=key, icon=icon, on_change="rerun", **more)


def close(key: str) -> None:
    """From the next run of the page on, until somebody opens it again."""
    st.session_state[_done(key)] = True


def _done(key: str) -> str:
    return f"{key}_done"
