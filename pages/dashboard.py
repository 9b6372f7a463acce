"""The first script of every visit: page settings and navigation, nothing else."""

from pathlib import Path

import streamlit as st

from pages.parts.shell import navigate

st.set_page_config(
    page_title="ScanLab",
    # A browser would fetch the picture of a ":material/…:" icon from another server.
    page_icon=Path(__file__).with_name("icon.svg"),
    layout="wide",
    initial_sidebar_state="collapsed",
)
navigate()
