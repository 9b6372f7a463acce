"""Predict: drop scans, get answers that can be trusted as far as they say."""

import streamlit as st

from mlcore.trust import ready as trust
from pages.parts import acceptance
from pages.parts.answers import show_answers
from pages.parts.asking import ask, ask_second, ready
from pages.parts.beside import show_beside
from pages.parts.pickers import pick_model, pick_second_model
from pages.parts.scan_inputs import choose_scans
from pages.parts.shell import DISCLAIMER

st.title("Predict")
st.caption(DISCLAIMER)
run = pick_model()
trust.warm(run)
given = choose_scans(run)
if given.files:
    acceptance.needed()
    predictor = ready(run)
    asked = ask(run, predictor, given)
    opened = show_answers(run, predictor, asked)
    second = pick_second_model(run) if opened is not None else None
    if second:
        other = ask_second(ready(second), given, opened)
        show_beside(run, asked.answers[opened], second, other)
