"""Predict: drop scans, get answers that can be trusted as far as they say."""

import streamlit as st

from mlcore.trust import ready as trust
from pages.parts import acceptance
from pages.parts.answers import ask, ready, show_answers, show_beside
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
    answered = ask(predictor, given, "asked")
    opened = show_answers(run, predictor, answered)
    second = pick_second_model(run)
    if second and opened is not None:
        other = ready(second)
        said = ask(other, given, "asked_second").answers
        if opened < len(said):
            show_beside(run, answered.answers[opened], second, said[opened])
