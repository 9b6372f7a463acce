"""One run as it happens: state, progress, what the coach says, curves and watched scans."""

import streamlit as st

from mlcore.runs import history, queue, state
from mlcore.runs.folder import Run
from mlcore.runs.history import History
from mlcore.train import jobs
from pages.parts import pickers
from pages.parts.coach_notes import coach_notes
from pages.parts.panel_view import panel_view
from pages.parts.run_controls import run_controls
from pages.parts.run_curves import curves, numbers
from pages.parts.shell import link

POLL_SECONDS = 1.0
FIRST_POLL_SECONDS = 0.6
"""In the first epoch, whose first points somebody who has pressed start waits for."""
BADGES = {
    "queued": ("waiting its turn", "gray", ":material/hourglass_empty:"),
    "running": ("training", "blue", ":material/play_circle:"),
    "paused": ("paused", "violet", ":material/pause_circle:"),
    "finished": ("finished", "green", ":material/check_circle:"),
    "stopped": ("stopped", "orange", ":material/stop_circle:"),
    "failed": ("failed", "red", ":material/error:"),
    "lost": ("lost", "red", ":material/link_off:"),
}
SAID = {
    "lost": "Nothing has been heard of this training for 20 seconds: its process is gone. What it "
    "had learnt up to its last finished epoch is safe; **Resume** goes on from there.",
    "paused": "Paused: the processor is free, the memory is not, and the run keeps its place. "
    "**Continue** goes on with the next batch.",
}


def live_run(run: Run, titled: bool = True) -> None:
    """Draw the run, and again every second until it has ended."""
    poll = _poll(run, history.read(run))
    st.fragment(_draw, run_every=poll)(run, poll, titled)


def _poll(run: Run, seen: History) -> float | None:
    """Seconds until it is drawn again; None after its end."""
    now = state.state(run)
    if now not in state.LIVE and not state.beating(run):
        return None
    waits = now == "queued" and queue.at_work()
    return POLL_SECONDS if waits or len(seen.epochs) else FIRST_POLL_SECONDS


def _draw(run: Run, poll: float | None, titled: bool) -> None:
    now = state.state(run)
    if now == "queued":
        jobs.start_waiting()
    seen = history.read(run)
    due = _poll(run, seen)
    if due is not None or poll is None:
        _what_there_is(run, now, seen, titled)
    if due != poll:
        # Only the whole page can change how often a part of it is drawn.
        st.rerun()


def _what_there_is(run: Run, now: str, seen: History, titled: bool) -> None:
    _head(run, now, seen, titled)
    if len(seen.epochs):
        coach_notes(run, seen)
        numbers(seen)
    if run.committee:
        _members(run)
    elif len(seen.batches):
        curves(run, seen)
        panel_view(run)
    elif now in state.LIVE:
        st.caption("The curves begin with the first batch.")


def _head(run: Run, now: str, seen: History, titled: bool) -> None:
    text, colour, icon = BADGES[now]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.badge(text, color=colour, icon=icon)
        if titled:
            st.markdown(f"**{pickers.title(run)}**")
    if now in state.AT_WORK:
        st.progress(seen.done / max(seen.planned, 1), text=_progress_text(run, seen))
    if now == "queued":
        _why_it_waits()
    if now in SAID:
        st.warning(SAID[now], icon=BADGES[now][2])
    if error := run.status.get("error") if now == "failed" else None:
        st.error(error, icon=":material/error:")
    run_controls(run, now, seen)
    if load := _load(seen) if now == "running" else "":
        st.caption(load)


def _why_it_waits() -> None:
    """Who is in its way; a paused run would be in it for ever."""
    for each in queue.at_work():
        name = pickers.title(each)
        if state.state(each) == "paused":
            st.warning(
                f"Waits for **{name}**, which is paused and keeps its place: choose that run above "
                "and continue or stop it, or let more runs train at once in the queue.",
                icon=":material/pause_circle:",
            )
        else:
            st.caption(f"Waits for {name}.")


def _members(run: Run) -> None:
    told = run.committee
    names = ", ".join(told["members"])
    st.markdown(
        f"A committee: the answers of {names}, combined by the method **{told['method']}**. It was "
        "made of them and not trained, so it has no curves."
    )
    link("evaluate.py", "Evaluate it")


def _progress_text(run: Run, seen: History) -> str:
    if not seen.done:
        return f"{run.status.get('doing', 'starting')} …"
    at = min(int(seen.done) + 1, seen.planned)
    left = f" · {_duration(seen.seconds_left)} left" if seen.seconds_left is not None else ""
    return f"Epoch {at} of {seen.planned}{left}"


def _load(seen: History) -> str:
    """What the training does to the machine right now."""
    facts = (
        ("images_per_second", "{:,.0f} scans a second"),
        ("learning_rate", "learning rate {:.2g}"),
        ("cpu_percent", "processor {:.0f} % (100 is one core)"),
        ("megabytes", "memory {:,.0f} MB"),
    )
    known = [(text, seen.speed(name)) for name, text in facts]
    return " · ".join(text.format(value) for text, value in known if value is not None)


def _duration(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole} s" if whole < 100 else f"{whole // 60} min {whole % 60:02d} s"
