"""The first script of every visit: page settings and navigation, nothing else."""

import streamlit as st

from pages.parts.shell import navigate

st.set_page_config(
    page_title="ScanLab",
    page_icon=":material/radiology:",
    layout="wide",
    initial_sidebar_state="collapsed",
)
navigate()
