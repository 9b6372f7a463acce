"""The queue: who waits, in which order, and how many train at once."""

from functools import partial

import streamlit as st

from mlcore.runs import queue, state
from mlcore.runs.folder import Run
from mlcore.train import jobs
from pages.parts import pickers
from pages.parts.run_controls import act_button

POLL_SECONDS = 2.0


def queue_view() -> None:
    """Drawn again every two seconds while somebody waits."""
    st.fragment(_draw, run_every=POLL_SECONDS if queue.waiting() else None)()


def _draw() -> None:
    waiting = queue.waiting()
    if waiting:
        jobs.start_waiting()
    with st.expander(
        f"Queue: {len(waiting)} waiting", icon=":material/queue:", expanded=bool(waiting)
    ):
        for place, run in enumerate(waiting):
            _row(run, place, len(waiting))
        if not waiting:
            st.caption("Nobody waits. A training that finds no room waits here.")
        _limit()


def _row(run: Run, place: int, count: int) -> None:
    with st.container(border=True):
        st.markdown(f"**{place + 1}.** {pickers.title(run)}")
        with st.container(horizontal=True):
            if place:
                act_button(
                    "Up",
                    ":material/arrow_upward:",
                    partial(queue.move, run, -1),
                    "One place sooner",
                    key=f"up-{run.name}",
                )
            if place < count - 1:
                act_button(
                    "Down",
                    ":material/arrow_downward:",
                    partial(queue.move, run, 1),
                    "One place later",
                    key=f"down-{run.name}",
                )
            act_button(
                "Cancel",
                ":material/close:",
                partial(state.request_stop, run),
                "Take it out of the queue. It can be resumed.",
                key=f"cancel-{run.name}",
            )


def _limit() -> None:
    count = st.number_input(
        "Runs at once",
        1,
        queue.MOST_AT_ONCE,
        queue.limit(),
        help="One training alone uses every core; more at once share them and the memory.",
    )
    if count != queue.limit():
        queue.set_limit(int(count))
        jobs.start_waiting()
