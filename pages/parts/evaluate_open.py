"""An evaluation to look at, read or made now; missing answers can be computed again."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import streamlit as st

from mlcore.data.dataset import DataSet
from mlcore.errors import ScanLabError
from mlcore.evaluate import answers, background, decisions, evaluation
from mlcore.evaluate.answers import Answers, Unreadable
from mlcore.evaluate.background import Background
from mlcore.evaluate.curves import LabelCurves
from mlcore.evaluate.decisions import Decisions
from mlcore.predict import data_set, models
from mlcore.runs.folder import Run
from pages.parts.shell import showing_errors
from pages.parts.working import with_bar


@dataclass(frozen=True)
class Opened:
    """All that the views of one run on one part need."""

    run: Run
    split: str
    result: dict[str, Any]
    """The score table, see `mlcore.evaluate.evaluation.score`."""
    given: Answers
    decisions: Decisions
    curves: list[LabelCurves]
    ground: Background | None

    @property
    def labels(self) -> tuple[str, ...]:
        return self.decisions.labels

    @cached_property
    def decided(self) -> np.ndarray:
        return self.given.probability >= self.decisions.thresholds

    @property
    def data(self) -> DataSet | None:
        return self.ground.data if self.ground else None

    @cached_property
    def rows(self) -> np.ndarray:
        """Positions of the answers in the data set; only where there is one."""
        return self.ground.rows(self.given)

    @cached_property
    def together(self) -> np.ndarray:
        """Scans that are drawn together, numbered from 0."""
        return evaluation.together(self.run, self.given)


def opened(run: Run, split: str) -> Opened | None:
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
def _read(_run: Run, split: str, key: str, name: str) -> Opened | None:  # noqa: ARG001 (a key)
    result, curves = evaluation.stored(_run, split), evaluation.stored_curves(_run, split)
    if result is None or curves is None or result["key"] != key:
        return None
    return Opened(
        _run,
        split,
        result,
        answers.of(_run, split),
        decisions.of(_run),
        curves,
        background.of(_run),
    )


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
