"""An evaluation to look at, read or made now; missing answers can be computed again."""

import streamlit as st

from mlcore.errors import ScanLabError
from mlcore.evaluate import answers, evaluated, evaluation
from mlcore.evaluate.answers import Unreadable
from mlcore.evaluate.evaluated import Evaluated
from mlcore.predict import data_set, models
from mlcore.runs.folder import Run
from pages.parts.shell import showing_errors
from pages.parts.working import with_bar


def opened(run: Run, split: str) -> Evaluated | None:
    """None where there is nothing to show; the page has said why and what to do."""
    # What is stored holds only for a file that could be read and has not changed since.
    if evaluation.stored(run, split) is None and not _evaluated(run, split):
        return None
    return _read(run, split, evaluation.key(run, split), run.name)


def _evaluated(run: Run, split: str) -> bool:
    """Score it now, where that can be done and is wanted."""
    try:
        answers.as_kept(run, split)
    except Unreadable as problem:
        st.error(str(problem), icon=":material/error:")
        _again(run, split)
        return False
    except ScanLabError as problem:
        st.info(str(problem), icon=":material/info:")
        return False
    if not _wanted(split):
        return False
    with showing_errors():
        with_bar("Evaluating", lambda bar: evaluation.evaluate(run, split, progress=bar))
    return True


@st.cache_resource(max_entries=4, show_spinner=False)
def _read(_run: Run, split: str, key: str, name: str) -> Evaluated | None:  # noqa: ARG001 (a key)
    found = evaluated.read(_run, split)
    return found if found and found.result["key"] == key else None


def _wanted(split: str) -> bool:
    """Validation is scored without asking; a look at the test part is somebody's choice."""
    if split == "val":
        return True
    st.info(
        "The test part has not been scored at these thresholds. It tells the truth once: decide on "
        "network, thresholds and calibration with the validation part first. This look is counted.",
        icon=":material/visibility:",
    )
    return st.button("Score the test part", type="primary", icon=":material/visibility:")


def _again(run: Run, split: str) -> None:
    st.markdown(
        "The network itself is still there: it can be asked about these scans again, which takes "
        "about a millisecond a scan."
    )
    if not st.button("Compute it again", type="primary", icon=":material/refresh:"):
        return
    with showing_errors():
        with st.spinner("Getting the network ready …"):
            predictor = models.load_waiting(run)
        with_bar("Asking", lambda bar: data_set.again(run, predictor, split, bar))
        st.rerun()
