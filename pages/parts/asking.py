"""Asking a model about scans: what somebody gives, and answers as they come."""

from dataclasses import dataclass, field

import streamlit as st

from mlcore import atomic
from mlcore.data import dataset
from mlcore.evaluate import decisions
from mlcore.predict import inputs, models
from mlcore.predict.inputs import Input
from mlcore.predict.predictor import Answer, NotReady, Predictor
from mlcore.runs.folder import Run
from pages.parts.samples import sample_files
from pages.parts.shell import DISCLAIMER, showing_errors

FILES, CAMERA, SAMPLES = "Files", "Camera", "Sample scans"
FEW = 20
"""Scans that are answered before a bar could be read."""
File = tuple[str, bytes]


@dataclass
class Asked:
    """What was asked in this visit last, kept so that nothing is answered twice."""

    key: tuple
    inputs: list[Input]
    answers: list[Answer] = field(default_factory=list)
    cancelled: bool = False

    @property
    def left(self) -> list[Input]:
        return [] if self.cancelled else self.inputs[len(self.answers) :]


def choose_files(run: Run) -> list[File]:
    """Scans of one's own, a photograph, or sample scans of the model's own data set."""
    known = dataset.exists(run.config["dataset"])
    source = st.segmented_control(
        "Scans from",
        [FILES, CAMERA, *([SAMPLES] if known else [])],
        default=FILES,
        required=True,
        key="scans_from",
        persist_state="session",
        help="**Sample scans** are drawn from the test part of the data the model learnt from.",
    )
    if source == SAMPLES:
        st.session_state.setdefault("samples", 1)
        if st.button("Other sample scans", icon=":material/casino:"):
            st.session_state["samples"] += 1
        return sample_files(run.config["dataset"], st.session_state["samples"])
    if source == CAMERA:
        photograph = st.camera_input(
            "Photograph a scan",
            key="photograph",
            help="A photograph of a screen or a film. It is "
            "unlike the scans a model learnt from, which the answer then says.",
        )
        return [("photograph", photograph.getvalue())] if photograph else []
    uploaded = st.file_uploader(
        "One scan or many: drop, choose or paste them",
        accept_multiple_files=True,
        key="scans",
        max_upload_size=500,
        help="PNG, JPEG, TIFF, BMP, WebP, GIF, JPEG 2000, DICOM, NumPy's .npy, or a ZIP of them. "
        "Files are decided by their content, kept in memory and never stored.",
    )
    return [(file.name, file.getvalue()) for file in uploaded]


def accepted() -> bool:
    """Whether the visitor knows what answers are for; asked once a visit."""
    if st.session_state.get("accepted"):
        return True
    with st.container(border=True):
        st.markdown(f":material/info: **Before the first answer.** {DISCLAIMER}")
        if st.button("I understand", type="primary", key="accept"):
            st.session_state["accepted"] = True
            st.rerun()
    return False


def ask(run: Run, files: list[File]) -> list[Answer]:
    """Answers in the order of the scans. Those that there are stay when somebody cancels, and are
    gone on with when anything else interrupts."""
    predictor = ready(run)
    asked = _asked(run, files)
    if not asked.left:
        return _told(asked)
    holder = st.empty()
    with holder.container(horizontal=True, vertical_alignment="center"):
        bar = st.progress(0.0, text="Reading …") if len(asked.inputs) > FEW else None
        if bar:
            st.button("Cancel", icon=":material/cancel:", on_click=_cancel, args=(asked,))
    for answer in predictor.answers(asked.left):
        asked.answers.append(answer)
        if bar:
            done, total = len(asked.answers), len(asked.inputs)
            bar.progress(done / total, text=f"{done:,} of {total:,} scans")
    holder.empty()
    return _told(asked)


def ready(run: Run) -> Predictor:
    """The model, waited for where it has just been trained."""
    try:
        return models.load(run)
    except NotReady:
        with st.spinner("The model has just been trained; preparing it for quick answers …"):
            return models.load_waiting(run)


def _asked(run: Run, files: list[File]) -> Asked:
    key = (
        run.name,
        atomic.stamp(run.onnx_file),
        decisions.of(run).digest,
        tuple((name, hash(raw)) for name, raw in files),
    )
    kept = st.session_state.get("asked")
    if kept is None or kept.key != key:
        found: list[Input] = []
        with showing_errors():
            found = inputs.each(files)
        kept = st.session_state["asked"] = Asked(key, found)
    return kept


def _cancel(asked: Asked) -> None:
    asked.cancelled = True


def _told(asked: Asked) -> list[Answer]:
    if asked.cancelled:
        st.warning(
            f"Cancelled after {len(asked.answers):,} of {len(asked.inputs):,} scans.",
            icon=":material/cancel:",
        )
    return asked.answers
