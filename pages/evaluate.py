"""Evaluate: what a model's answers are worth, with everything they are to be held against."""

import streamlit as st

from pages.parts import evaluate_head, evaluate_views
from pages.parts.evaluate_open import opened
from pages.parts.pickers import pick_model, pick_part
from pages.parts.run_files import run_files

st.title("Evaluate")
with st.container(horizontal=True, vertical_alignment="top"):
    with st.container(width=520):
        run = pick_model()
    split = pick_part(
        "evaluate_split",
        "**Validation** scans chose the thresholds, so their F1 is a little optimistic. "
        "**Test** scans were kept for the final score; each look at them is counted.",
    )
seen = opened(run, split)
if seen is None:
    st.stop()
evaluate_head.head(seen)
run_files(run, split)
view = st.segmented_control(
    "View",
    list(evaluate_views.VIEWS),
    default="Scores",
    required=True,
    key="evaluate_view",
    bind="query-params",
    label_visibility="collapsed",
)
evaluate_views.VIEWS[view](seen)
