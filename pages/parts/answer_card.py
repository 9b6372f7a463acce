"""One answer, large enough to read."""

import streamlit as st

from mlcore.data.dataset import DataSet
from mlcore.predict.predictor import Answer, Predictor
from mlcore.runs.folder import Run
from pages.parts.pictures import png


def show(run: Run, predictor: Predictor, answer: Answer, data: DataSet | None) -> None:  # noqa: ARG001
    """The scan as the model saw it, and what it says of each label."""
    picture, said = st.columns([2, 3])
    picture.image(png(answer.pixels, 384), width="stretch", alt=f"the scan {answer.file}")
    with said:
        st.markdown(f"**{answer.file}**")
        for label, given in answer.labels.items():
            mark = "**present**" if given.positive else "absent"
            st.progress(given.probability, text=f"{label}: {mark} · {given.probability:.0%}")
            st.caption(f"present from {given.threshold:.0%}")
    for warning in answer.warnings:
        st.warning(warning, icon=":material/warning:")
