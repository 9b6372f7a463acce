"""Train: choose, start, and watch it learn."""

import streamlit as st

from mlcore.runs import folder
from mlcore.train import ready, repeats
from mlcore.train.config import TrainConfig
from pages.parts.live_run import live_run
from pages.parts.pickers import pick_dataset, pick_run
from pages.parts.queue_view import queue_view
from pages.parts.train_form import train_form


def start(config: TrainConfig) -> None:
    st.session_state["run"] = repeats.start(config)[0].name


st.title("Train")
form, view = st.columns([1, 2], gap="large")
with form:
    train_form(pick_dataset(), start)
    queue_view()
    ready.start()
with view:
    if folder.all_runs():
        live_run(pick_run(), titled=False)
    else:
        st.info(
            "Press **Start training**: the curves appear here and go on even if you close the "
            "page.",
            icon=":material/show_chart:",
        )
