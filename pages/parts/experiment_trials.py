"""A duel and the study's table by one click: a forecast, a start, and what came of it."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from mlcore.compare import duel, forecast, study_table, trials
from mlcore.data import dataset
from mlcore.models import registry
from mlcore.runs import state
from mlcore.runs.summaries import Summary
from mlcore.train.config import TrainConfig
from pages.parts.pickers import pick_dataset
from pages.parts.shell import showing_errors

MOST_GROUPS = 20


def duels(_: pd.DataFrame, __: list[str], runs: Sequence[Summary]) -> None:
    """One network for all labels against one per label."""
    st.caption(
        "One network that answers all labels against one network per label, with the same epochs "
        "and, afterwards, in the same time. It shows which labels help or hurt each other."
    )
    if dataset.names():
        data = pick_dataset()
        with st.container(horizontal=True, vertical_alignment="bottom"):
            names = registry.names()
            model = st.selectbox(
                "Network", names, index=names.index("cnn-2"), key="duel_model", width=220
            )
            epochs, seeds = _epochs_and_seeds("duel", 5)
            if st.button("Start the duel", type="primary", icon=":material/swords:"):
                with showing_errors():
                    duel.start(TrainConfig(data.name, model=model, epochs=epochs), seeds)
                    st.rerun()
    group = _group("duel", runs)
    if group and _ended(group):
        with showing_errors():
            _duel(group)


def study(_: pd.DataFrame, __: list[str], runs: Sequence[Summary]) -> None:
    """The study's networks beside its published scores."""
    st.caption(
        "The study's eight networks with its recipe on data of your choice, beside the scores it "
        "published. Those are of other scans: they are for orientation."
    )
    if dataset.names():
        data = pick_dataset()
        with st.container(horizontal=True, vertical_alignment="bottom"):
            names = [each.name for each in study_table.PUBLISHED]
            only = st.multiselect("Networks", names, placeholder="all eight", key="study_only")
            epochs, seeds = _epochs_and_seeds("study", 10)
        with showing_errors():
            arms = study_table.arms(data.name, only, epochs)
            st.markdown(forecast.sentence(forecast.of(arms, seeds)))
            if st.button("Start these trainings", type="primary", icon=":material/play_arrow:"):
                study_table.start(arms, seeds)
                st.rerun()
    group = _group("study", runs)
    if group and _ended(group):
        with showing_errors():
            page = study_table.markdown(study_table.report(group))
            st.markdown(page.partition("\n")[2])
            st.download_button(
                "Markdown", page, f"{group}.md", icon=":material/download:", on_click="ignore"
            )


def _epochs_and_seeds(kind: str, epochs: int) -> tuple[int, int]:
    asked = st.number_input("Epochs", 1, 1000, epochs, key=f"{kind}_epochs", width=120)
    seeds = st.number_input(
        "Seeds",
        1,
        20,
        3,
        key=f"{kind}_seeds",
        width=120,
        help="How often each is trained, from another beginning; chance shows from 2 on.",
    )
    return int(asked), int(seeds)


def _group(kind: str, runs: Sequence[Summary]) -> str | None:
    """One that was started earlier, the newest first."""
    groups = [str(each.settings.get("group", "")).partition("/") for each in runs]
    own = [group for group, slash, _ in groups if slash and group.startswith(f"{kind}-")]
    names = list(dict.fromkeys(own))[:MOST_GROUPS]
    return st.selectbox("Result of", names, key=f"{kind}_group", width=260) if names else None


def _ended(group: str) -> bool:
    own = [run for each in trials.runs(group).values() for run in each]
    live = sum(state.state(run) in state.LIVE for run in own)
    if live:
        st.progress(1 - live / len(own), text=f"{live} of {len(own)} trainings to go")
        st.button("Look again", icon=":material/refresh:")
    return not live


def _duel(group: str) -> None:
    own = trials.runs(group)
    if duel.LONGER not in own and st.button(
        "Now in equal time", icon=":material/timer:", help="Trains the quicker side for longer."
    ):
        duel.start_equal_time(group)
        st.rerun()
    found = duel.report(group)
    for title, rows in (
        ("At equal epochs", found["equal_epochs"]),
        ("In equal time", found["equal_time"]),
    ):
        if rows:
            st.markdown(f"**{title}**: F1; first: one network, second: one per label")
            st.dataframe(pd.DataFrame(rows).round(3), hide_index=True, placeholder="–", alt=title)
    for label, said in found["verdicts"].items():
        st.markdown(f"**{label}**: {said}")
