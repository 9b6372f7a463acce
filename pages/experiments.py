"""Experiments: all runs side by side, what people noted of them, and which is better."""

import streamlit as st

from mlcore.runs import summaries
from pages.parts import experiment_table, experiment_views
from pages.parts.experiment_actions import actions, undo
from pages.parts.experiment_committee import made_last
from pages.parts.shell import guide

st.title("Experiments")
undo()
made_last()
runs = summaries.every()
if not runs:
    guide("There are no runs yet. Each training becomes a row here.", "train.py", "Train a network")
shown = experiment_table.filtered(experiment_table.table_of(runs))
chosen = experiment_table.table(shown)
actions(shown, chosen)
view = st.segmented_control(
    "View",
    list(experiment_views.VIEWS),
    default="Compare",
    required=True,
    key="experiments_view",
    bind="query-params",
    label_visibility="collapsed",
)
experiment_views.VIEWS[view](shown, chosen, runs)
