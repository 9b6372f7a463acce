"""The buttons that go with the state of a run."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import streamlit as st

from mlcore.runs import state
from mlcore.runs.folder import Run
from mlcore.runs.history import History
from mlcore.train import jobs
from pages.parts.shell import link, showing_errors


@dataclass(frozen=True)
class Control:
    """One button: in which states it is shown, and what it does to the run."""

    label: str
    icon: str
    states: tuple[str, ...]
    act: Callable[[Run], None]
    help: str


CONTROLS = (
    Control(
        "Pause",
        ":material/pause:",
        ("running",),
        state.request_pause,
        "Wait after the batch at work. Frees the processor, not the memory.",
    ),
    Control(
        "Continue",
        ":material/play_arrow:",
        ("paused",),
        state.end_pause,
        "Go on with the next batch.",
    ),
    Control(
        "Stop",
        ":material/stop:",
        state.AT_WORK,
        state.request_stop,
        "End after the batch at work. Its last whole epoch becomes the model; it can be resumed.",
    ),
    Control(
        "Cancel",
        ":material/close:",
        ("queued",),
        state.request_stop,
        "Take it out of the queue. It can be resumed.",
    ),
    Control(
        "Resume",
        ":material/play_arrow:",
        state.RESUMABLE,
        jobs.resume,
        "Go on after the last whole epoch.",
    ),
)


def run_controls(run: Run, now: str, seen: History) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        for control in CONTROLS:
            if now in control.states:
                act_button(control.label, control.icon, partial(control.act, run), control.help)
        if now in state.ENDED and not run.committee:
            _more_epochs(run, len(seen.epochs))
            _pick_epoch(run, seen)
        if run.model_card and now not in state.LIVE:
            link("predict.py", "Ask this model about a scan")


def act_button(label: str, icon: str, act: Callable[[], object], help: str, key: str = "") -> None:
    """A button that acts before the page is drawn again: no redraw can swallow the click."""

    def clicked() -> None:
        with showing_errors():
            act()
            st.toast(f"{label}: done")

    if st.button(label, icon=icon, key=key or f"act-{label}", on_click=clicked, help=help):
        st.rerun()


def _more_epochs(run: Run, done: int) -> None:
    with st.popover("More epochs", icon=":material/add:"):
        count = st.number_input(
            "Epochs in all",
            run.planned + 1,
            10_000,
            max(run.planned + 1, min(2 * run.planned, 10_000)),
            key=f"more-{run.name}",
            help="The training goes on where it is. With a cosine the learning rate, which had "
            "sunk to nothing, rises to where it would be in a run of so many epochs, so the first "
            "curves may jump.",
        )
        st.caption(f"{done} done, {run.planned} were asked for.")
        act_button(
            "Continue training",
            ":material/play_arrow:",
            partial(jobs.extend, run, int(count)),
            "Puts the run into the queue again.",
        )


def _pick_epoch(run: Run, seen: History) -> None:
    kept = run.snapshots()
    if not kept or not run.model_card:
        return
    if state.beating(run):
        st.caption("The model is being written …")
        return
    score = seen.by_epoch("val_average_precision_macro")
    with st.popover("Choose epoch", icon=":material/history:"):
        best = max(kept, key=lambda epoch: (score.get(epoch, -1.0), epoch))
        chosen = st.selectbox(
            "Weights after epoch",
            kept,
            index=kept.index(best),
            format_func=lambda epoch: _named(epoch, score.get(epoch), epoch == best),
            key=f"pick-{run.name}",
            help="The model is made of these weights, with thresholds and answers of their own. "
            "Kept are the best epoch by average precision on validation, the last, and as many "
            "others as 200 MB hold.",
        )
        st.caption(f"The model now: epoch {run.model_card.get('epoch', seen.planned)}.")
        act_button(
            "Make it the model",
            ":material/check:",
            partial(jobs.pick, run, chosen),
            "Takes some seconds; predictions wait until it is done.",
        )


def _named(epoch: int, score: float | None, best: bool) -> str:
    told = "" if score is None else f" · average precision {score:.3f}"
    return f"{epoch}{told}{' · best' if best else ''}"
