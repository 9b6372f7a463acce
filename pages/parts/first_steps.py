"""How far a visitor is on the road from scans to answers."""

from dataclasses import dataclass

import streamlit as st

from mlcore.data import dataset
from mlcore.runs import folder, summaries
from pages.parts.live_run import live_run
from pages.parts.shell import PAGES, link


@dataclass(frozen=True)
class Step:
    title: str
    text: str
    page: str
    action: str


STEPS = (
    Step(
        "Look",
        "Import scans, see how often each label is present, what goes together, and what is black.",
        "data.py",
        "Open the data",
    ),
    Step(
        "Train",
        "Choose a network and watch its F1 grow, label by label.",
        "train.py",
        "Train a network",
    ),
    Step(
        "Ask",
        "Drop a scan, even a DICOM file, and get a probability and a decision for each label.",
        "predict.py",
        "Ask about a scan",
    ),
)


def steps() -> None:
    runs = summaries.every()
    done = {
        "Look": _many(len(dataset.names()), "data set"),
        "Train": _many(len(runs), "training"),
        "Ask": _many(sum(run.has_model for run in runs), "model"),
    }
    coming = next((step.title for step in STEPS if not done[step.title]), STEPS[-1].title)
    with st.grid(3, min_column_width=260):
        for number, step in enumerate(STEPS, start=1):
            with st.container(border=True, height="stretch"):
                st.subheader(f"{number}. {step.title}")
                st.markdown(step.text)
                with st.container(horizontal=True, vertical_alignment="center"):
                    _way(step, step.title == coming)
                    if done[step.title]:
                        st.badge(done[step.title], color="green", icon=":material/check:")


def _way(step: Step, coming: bool) -> None:
    """To the page of a step; the step that comes next cannot be overlooked."""
    if not coming:
        link(step.page, step.action)
    elif st.button(step.action, type="primary", icon=PAGES[step.page][1]):
        st.switch_page(step.page)


def newest_run() -> None:
    """The training that was started last, live if it still runs."""
    runs = folder.all_runs()
    if not runs:
        return
    st.subheader("Newest training")
    live_run(runs[0])


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}" if count else ""
