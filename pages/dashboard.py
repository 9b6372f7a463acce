"""The first script of every visit: page settings and navigation, nothing else."""

from pathlib import Path

import streamlit as st

from pages.parts.shell import navigate

# A file of our own: Streamlit has browsers fetch Material icons for the tab from another server.
st.set_page_config(
    page_title="ScanLab",
    page_icon=str(Path(__file__).with_name("icon.svg")),
    layout="wide",
    initial_sidebar_state="collapsed",
)
navigate()
