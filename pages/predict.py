"""Predict: drop scans, get an answer per label."""

import streamlit as st

from pages.parts.answers import ask, choose_files, show_answers
from pages.parts.pickers import pick_model
from pages.parts.shell import DISCLAIMER

st.title("Predict")
st.caption(DISCLAIMER)
run = pick_model()
files = choose_files(run)
if files:
    show_answers(ask(run, files), run)
