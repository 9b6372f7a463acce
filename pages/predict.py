"""Predict: drop scans, get answers that can be trusted as far as they say."""

import streamlit as st

from pages.parts import answers, asking
from pages.parts.pickers import pick_model
from pages.parts.shell import DISCLAIMER

st.title("Predict")
st.caption(DISCLAIMER)
run = pick_model()
files = asking.choose_files(run)
if files and asking.accepted():
    answers.show(run, asking.ask(run, files))
