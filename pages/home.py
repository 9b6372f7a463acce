"""Home: what ScanLab is for, how far you are, and what to do next."""

import streamlit as st

from pages.parts import first_steps
from pages.parts.shell import DISCLAIMER

st.title("ScanLab")
st.markdown(
    "Look into medical scans with several yes/no labels each, train networks on them live, and ask "
    "a trained network about any scan."
)
first_steps.steps()
first_steps.newest_run()
st.caption(DISCLAIMER)
