"""Saying that an answer is wrong: what is right is kept in the store."""

import streamlit as st

from mlcore.predict.predictor import Answer
from mlcore.runs.folder import Run
from mlcore.trust import feedback
from pages.parts.shell import showing_errors

VALUES = {"present": 1, "absent": 0, "not known": None}


def form(run: Run, answer: Answer, digest: str) -> None:
    """A form in a folded box; nothing is kept before its button is clicked."""
    with st.expander("This answer is wrong", icon=":material/flag:"):
        st.caption(
            "Say what is right and it is kept on this computer alone, in "
            f"`{feedback.file()}`: the name below, a fingerprint of the picture, the model, its "
            "answer and the right labels. The Data page lists it under Feedback."
        )
        with st.form(f"wrong_{digest}", border=False):
            with st.grid(min_column_width=250):
                right = {label: _right(label, digest) for label in answer.labels}
            name = st.text_input(
                "Name of the scan",
                feedback.suggested_name(answer.file),
                max_chars=feedback.LONGEST_NAME,
                key=f"wrong_name_{digest}",
                help="Only for finding it again. Leave out whatever could name a patient.",
            )
            pixels = st.checkbox(
                "Keep the picture too, as the network saw it",
                key=f"wrong_pixels_{digest}",
                help="Without it, only a fingerprint is kept, from which nobody can see the scan.",
            )
            if st.form_submit_button("Keep what is right", icon=":material/save:"):
                _keep(run, answer, right, name, pixels)


def _right(label: str, digest: str) -> int | None:
    chosen = st.segmented_control(
        label,
        list(VALUES),
        default="not known",
        required=True,
        key=f"wrong_{label}_{digest}",
    )
    return VALUES[chosen]


def _keep(run: Run, answer: Answer, right: dict[str, int | None], name: str, pixels: bool) -> None:
    said = {label: given.probability for label, given in answer.labels.items()}
    with showing_errors():
        feedback.give(run, answer.pixels, said, right, name, pixels)
        st.success("Kept. The Data page lists it under Feedback.", icon=":material/check_circle:")
