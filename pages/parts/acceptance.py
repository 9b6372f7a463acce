"""What a visitor agrees to once before the first answer."""

import streamlit as st

from pages.parts.shell import DISCLAIMER


def needed() -> None:
    """Ask once a visit; until the visitor agrees nothing below is shown."""
    if st.session_state.get("accepted"):
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(f":material/info: {DISCLAIMER}")
        st.button("I understand", type="primary", on_click=_accept)
    st.stop()


def _accept() -> None:
    st.session_state["accepted"] = True
