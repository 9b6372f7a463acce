"""Asking a model about scans, and showing what it says."""

import pandas as pd
import streamlit as st

from mlcore.data import dataset
from mlcore.predict import models
from mlcore.predict.predictor import Answer, NotReady, Predictor
from mlcore.runs.folder import Run
from pages.parts.pictures import png
from pages.parts.samples import sample_files

MOST_CARDS = 12
"""Answers shown as cards; more are in the table and the CSV file."""

File = tuple[str, bytes]


def choose_files(run: Run) -> list[File]:
    """Uploaded files, or sample scans of the model's own data set when asked for."""
    uploaded = st.file_uploader(
        "Scans: PNG, JPEG, TIFF, BMP, WebP, GIF, JPEG 2000 or DICOM, one or many",
        accept_multiple_files=True,
        key="scans",
        max_upload_size=200,
        help="Files are decided by their content, kept in memory and never stored.",
    )
    if uploaded:
        st.session_state.pop("samples", None)
        return [(file.name, file.getvalue()) for file in uploaded]
    name = run.config["dataset"]
    if dataset.exists(name) and st.button("Try sample scans", icon=":material/casino:"):
        st.session_state["samples"] = st.session_state.get("samples", 0) + 1
    if turn := st.session_state.get("samples"):
        return sample_files(name, turn)
    return []


def ask(run: Run, files: list[File]) -> list[Answer]:
    """Answers in the order of the files, with a bar where there are many."""
    predictor = _ready(run)
    bar = st.progress(0.0, text="Answering …") if len(files) > 20 else None
    answers = []
    for answer in predictor.answers(files):
        answers.append(answer)
        if bar:
            bar.progress(
                len(answers) / len(files), text=f"{len(answers):,} of {len(files):,} scans"
            )
    if bar:
        bar.empty()
    return answers


def _ready(run: Run) -> Predictor:
    try:
        return models.load(run)
    except NotReady:
        with st.spinner("The model has just been trained; preparing it for quick answers …"):
            return models.load_waiting(run)


def show_answers(answers: list[Answer], run: Run) -> None:
    good = [answer for answer in answers if not answer.error]
    bad = [answer for answer in answers if answer.error]
    for answer in bad[:MOST_CARDS]:
        st.error(answer.error, icon=":material/broken_image:")
    if not good:
        return
    took = sum(answer.milliseconds for answer in good)
    st.caption(
        f"{len(good):,} {'scan' if len(good) == 1 else 'scans'} answered in {took:.0f} ms by "
        f"{run.config['model'].upper()}."
    )
    with st.grid(3, min_column_width=320):
        for answer in good[:MOST_CARDS]:
            with st.container(border=True):
                _card(answer)
    if len(answers) > 1:
        _table(answers)


def _card(answer: Answer) -> None:
    picture, said = st.columns([2, 3], wrap=False)
    picture.image(png(answer.pixels), width="stretch", alt=f"the scan {answer.file}")
    with said:
        st.markdown(f"**{answer.file}**")
        for label, given in answer.labels.items():
            mark = "**present**" if given.positive else "absent"
            st.progress(
                given.probability,
                text=f"{label}: {mark} · {given.probability:.0%}",
            )
            st.caption(f"present from {given.threshold:.0%}")
    for warning in answer.warnings:
        st.warning(warning, icon=":material/warning:")


def _table(answers: list[Answer]) -> None:
    labels = next(answer.labels for answer in answers if not answer.error)
    rows = []
    for answer in answers:
        row: dict[str, object] = {"file": answer.file}
        for label in labels:
            given = answer.labels.get(label)
            row[label] = given.probability if given else None
            row[f"{label} present"] = given.positive if given else None
        rows.append(row | {"notes": answer.error or "; ".join(answer.warnings)})
    table = pd.DataFrame(rows)
    percent = st.column_config.ProgressColumn(min_value=0, max_value=1, format="percent")
    st.dataframe(
        table, hide_index=True, column_config=dict.fromkeys(labels, percent), alt="all answers"
    )
    st.download_button(
        "Download as CSV",
        table.to_csv(index=False),
        "answers.csv",
        "text/csv",
        icon=":material/download:",
    )
