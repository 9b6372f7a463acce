"""One run as it happens: state, progress, curves, and the buttons that go with its state."""

from collections.abc import Callable

import streamlit as st

from mlcore.runs import history, state
from mlcore.runs.folder import Run
from mlcore.runs.history import History
from mlcore.train import jobs
from pages.parts import pickers
from pages.parts.run_curves import curves, numbers
from pages.parts.shell import link, showing_errors

POLL_SECONDS = 1.0
LIVE = ("queued", "running")
BADGES = {
    "queued": ("waiting its turn", "gray", ":material/hourglass_empty:"),
    "running": ("training", "blue", ":material/play_circle:"),
    "finished": ("finished", "green", ":material/check_circle:"),
    "stopped": ("stopped", "orange", ":material/stop_circle:"),
    "failed": ("failed", "red", ":material/error:"),
    "lost": ("lost", "red", ":material/link_off:"),
}


def live_run(run: Run, titled: bool = True) -> None:
    """Draw the run, and again every second until it has ended."""
    poll = POLL_SECONDS if state.state(run) in LIVE else None
    st.fragment(_draw, run_every=poll)(run, poll is not None, titled)


def _draw(run: Run, polled: bool, titled: bool) -> None:
    now = state.state(run)
    if polled and now not in LIVE:
        st.rerun()
    if now == "queued":
        jobs.start_waiting()
    seen = history.read(run)
    _head(run, now, seen, titled)
    if len(seen.epochs):
        numbers(seen)
    curves(run, seen)


def _head(run: Run, now: str, seen: History, titled: bool) -> None:
    text, colour, icon = BADGES[now]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.badge(text, color=colour, icon=icon)
        if titled:
            st.markdown(f"**{pickers.title(run)}**")
    if now == "running":
        st.progress(seen.done / max(seen.planned, 1), text=_progress_text(run, seen))
    if now == "lost":
        st.warning(
            "Nothing has been heard of this training for 20 seconds: its process is gone. What it "
            "had learnt up to its last finished epoch is safe.",
            icon=":material/link_off:",
        )
    if error := run.status.get("error") if now == "failed" else None:
        st.error(error, icon=":material/error:")
    with st.container(horizontal=True):
        if now in LIVE:
            _button("Stop", ":material/stop:", state.request_stop, run)
        if now in state.RESUMABLE:
            _button("Resume", ":material/play_arrow:", jobs.resume, run)
        if run.model_card and now not in LIVE:
            link("predict.py", "Ask this model about a scan")


def _button(label: str, icon: str, act: Callable[[Run], None], run: Run) -> None:
    """A button that acts before the page is drawn again: no redraw can swallow the click."""

    def clicked() -> None:
        with showing_errors():
            act(run)
            st.toast(f"{label}: the training has been told")

    if st.button(label, icon=icon, key=f"{label}-{run.name}", on_click=clicked):
        st.rerun()


def _progress_text(run: Run, seen: History) -> str:
    if not seen.done:
        return f"{run.status.get('doing', 'starting')} …"
    at = min(int(seen.done) + 1, seen.planned)
    speed = seen.last("images_per_second")
    pace = f" · {speed:,.0f} scans a second" if speed else ""
    left = f" · {_duration(seen.seconds_left)} left" if seen.seconds_left is not None else ""
    return f"Epoch {at} of {seen.planned}{left}{pace}"


def _duration(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole} s" if whole < 100 else f"{whole // 60} min {whole % 60:02d} s"
