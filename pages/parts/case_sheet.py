"""The case sheet: all that is known about the answer to one scan."""

import numpy as np
import streamlit as st

from mlcore import atomic
from mlcore.data.dataset import DataSet
from mlcore.evaluate import decisions
from mlcore.inspect.wording import percent
from mlcore.predict.predictor import Answer, Predictor
from mlcore.runs.folder import Run
from mlcore.trust import conformal, coverage, familiar, ready, sheet, stability
from mlcore.trust.sheet import Sheet
from mlcore.trust.stability import Stability
from pages.parts import case_feedback, case_labels, case_nearest, explanation
from pages.parts.pictures import png
from pages.parts.shell import showing_errors

LARGE = 512
"""Pixels a side of the scan on the sheet."""
RATES = (0.05, 0.1, 0.2)
LOOKS = {
    "passed": (st.success, ":material/verified:"),
    "strange": (st.error, ":material/block:"),
    "empty": (st.error, ":material/block:"),
}
ANSWERS_HELP = (
    "**Yes, no, unsure**: over many scans like those of validation, the true answer is ruled out "
    "no more often than the error rate says. Where both answers stay possible, or neither fits, "
    "the sheet says unsure (conformal prediction).\n\n"
    "**Score**: the probability the network gives, calibrated where somebody chose to. The dark "
    "line on the bar is the **threshold**, from which a label counts as present; the striped "
    "stretch is where the answer is unsure. The two can differ: a threshold is set for the best "
    "score over all scans, yes and no for few wrong answers."
)
WITHHELD = (
    "A network gives a score for any picture, also for one that is nothing like those it learnt "
    "from. Such a score means nothing, so it is held back. Compare the scan with the training "
    "scans below; the switch above shows the score all the same."
)
GATE_HELP = (
    "The novelty gate compares a scan with the training scans: how near the nearest ones lie, and "
    "how well its shapes and edges can be put together from theirs. Its limit lets 97.5 % of "
    "validation scans pass. A network answers about anything, also about what it never learnt."
)


def show(run: Run, predictor: Predictor, answer: Answer, data: DataSet | None) -> bool:
    """The sheet of one answered scan; ``data``: what the run learnt from, None where it is gone.
    Gives whether scores are shown: they are held back for a scan unlike the training scans."""
    with showing_errors():
        return _show(run, predictor, answer, data)
    return False


def _show(run: Run, predictor: Predictor, answer: Answer, data: DataSet | None) -> bool:
    pixels = answer.pixels
    digest = familiar.digest(pixels).hex()
    verdict = st.container()
    picture, said = st.columns([2, 3], gap="large")
    with picture:
        st.image(png(pixels, LARGE), width="stretch", alt=f"the scan {answer.file}")
        st.caption(f"{answer.file} · as the network sees it, {pixels.shape[1]}×{len(pixels)}")
        for warning in answer.warnings:
            st.warning(warning, icon=":material/warning:")
    with said:
        error = st.session_state.get("case_error") or conformal.ERROR
        with st.spinner("Getting to know the training scans, once for each data set …"):
            told = sheet.judged(run, predictor, answer, error)
        with verdict:
            insisted = _gate(told, digest)
        shown = told.decided or insisted
        if shown:
            _rate()
            labels, kept = st.empty(), st.container()
            labels.html(case_labels.cards(told))
        else:
            st.subheader("No answers", anchor=False)
            st.markdown(WITHHELD)
        for note in told.notes:
            st.caption(note)
    looking = st.container()
    case_nearest.show(told, data)
    if shown:
        case_feedback.form(run, answer, digest)
        # What takes longer comes last: numbers are on the screen by now.
        with looking:
            st.subheader("Where the network looks", anchor=False)
            explanation.show(run, predictor, answer)
        key = (run.name, *_stamps(run))
        labels.html(case_labels.cards(told, _stability(key, digest, predictor, pixels)))
        with kept:
            _kept_promise(_coverage(key, error, run, predictor.labels), error)
    return shown


def _rate() -> None:
    st.subheader("Answers", anchor=False, help=ANSWERS_HELP)
    st.segmented_control(
        "Error rate",
        RATES,
        default=conformal.ERROR,
        required=True,
        format_func=lambda rate: f"{100 * rate:.0f} %",
        key="case_error",
        persist_state="session",
        help="How often the true answer may be ruled out. A lower rate means more answers that are "
        "unsure.",
    )


def _gate(told: Sheet, digest: str) -> bool:
    """Say whether the scan is like the training scans; True where somebody insists on answers."""
    if told.gate is None:
        return False
    look, icon = LOOKS[told.gate.kind]
    if told.gate.passed and told.gate.identical:
        look, icon = st.warning, ":material/content_copy:"
    held = "" if told.gate.passed else " No decision is shown."
    look(told.gate.sentence + held, icon=icon)
    with st.container(horizontal=True, vertical_alignment="center"):
        insisted = not told.gate.passed and st.toggle(
            "Show what the network says all the same", key=f"insist_{digest}"
        )
        if told.gate.strangeness is not None:
            strangeness = f"{told.gate.strangeness:.1f}".replace("-", "−")
            st.caption(
                f"Strangeness {strangeness}; the limit is {told.gate.limit:.1f}, and validation "
                "scans lie around 0.",
                help=GATE_HELP,
            )
    return insisted


def _kept_promise(told: dict, error: float) -> None:
    rates = [
        (label, row[side], side)
        for label, row in told["labels"].items()
        for side in ("present", "absent")
        if row[side] is not None and row["caveat"] is None
    ]
    caveats = [
        f"{label}: {row['caveat']}" for label, row in told["labels"].items() if row["caveat"]
    ]
    if rates:
        lowest, highest = min(rates, key=lambda r: r[1]), max(rates, key=lambda r: r[1])
        st.caption(
            f"Checked on {told['n']:,} validation scans that show something, by splitting them "
            f"{told['splits']} times: asked is {percent(1 - error)}, and the true answer stayed "
            f"possible for {100 * lowest[1]:.1f} % ({lowest[0]}, {lowest[2]}) to "
            f"{100 * highest[1]:.1f} % ({highest[0]}, {highest[2]}) of scans that set no limit.",
        )
    for text in caveats:
        st.caption(f":material/info: {text}")


def _stamps(run: Run) -> tuple:
    files = (run.onnx_file, run.predictions_file("val"), decisions.file(run))
    return tuple(atomic.stamp(path) for path in files)


@st.cache_data(max_entries=256, show_spinner=False)
def _stability(
    key: tuple,  # noqa: ARG001 (the cache's key, with the next)
    digest: str,  # noqa: ARG001
    _predictor: Predictor,
    _pixels: np.ndarray,
) -> list[Stability]:
    return stability.of(_predictor, _pixels)


@st.cache_data(max_entries=32, show_spinner=False)
def _coverage(key: tuple, error: float, _run: Run, _labels: tuple[str, ...]) -> dict:  # noqa: ARG001
    given = ready.load(_run)
    if given.val is None:
        return {"labels": {}, "n": 0, "splits": 0}
    return coverage.report(_labels, (given.val, given.group), None, error)
