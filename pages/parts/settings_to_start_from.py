"""Presets and earlier runs, whose settings fill the form of a training."""

import streamlit as st

from mlcore.data import dataset
from mlcore.data.dataset import DataSet
from mlcore.runs import folder, summaries
from mlcore.train import best_effort, cloning, presets
from mlcore.train.options import OPTIONS
from mlcore.train.presets import Preset
from pages.parts import pickers
from pages.parts.option_widgets import fill
from pages.parts.popovers import close, popover
from pages.parts.shell import showing_errors

BEST_EFFORT = "train_best_effort"


def ready_made(data: DataSet) -> None:
    st.caption("Ready-made settings to begin with", help="Each fills the form below.")
    with st.container(horizontal=True, gap="small"):
        for preset in presets.PRESETS:
            st.button(
                preset.title,
                key=f"preset_{preset.name}",
                help=preset.help,
                on_click=_take_preset,
                args=(preset,),
            )
        with popover("Best effort in …", BEST_EFFORT, ":material/timer:"):
            minutes = st.number_input("Minutes", 1, 10_000, 10, key="best_effort_minutes")
            st.button(
                "Choose network, size and epochs",
                key="best_effort",
                help="What ScanLab knows to learn most from on these data in so much time, by what "
                "it has timed on this machine, or else by an estimate.",
                on_click=_take_best_effort,
                args=(data, minutes),
            )


def clone_of_a_run() -> None:
    runs = {each.run: each for each in summaries.every() if not each.members}
    if not runs:
        return
    if st.session_state.get("cloned") not in runs:
        st.session_state.pop("cloned", None)
    st.selectbox(
        "Clone the settings of a run",
        list(runs),
        index=None,
        format_func=summaries.titles(runs.values()).get,
        key="cloned",
        placeholder="none",
        on_change=_take_run,
        help="Fills the form with its settings and data set; what differs from the defaults is "
        "listed beside the start button.",
    )


def _take_preset(preset: Preset) -> None:
    fill(OPTIONS, preset.all_settings)
    st.session_state.pop("cloned", None)


def _take_best_effort(data: DataSet, minutes: float) -> None:
    with showing_errors():
        chosen = best_effort.best_effort(data, minutes).to_json()
        fill(OPTIONS, {option.name: chosen[option.name] for option in OPTIONS})
        close(BEST_EFFORT)
    st.session_state.pop("cloned", None)


def _take_run() -> None:
    name = st.session_state["cloned"]
    if name is None:
        return
    with showing_errors():
        settings = cloning.settings_of(folder.get(name))
        fill(OPTIONS, settings)
        if dataset.exists(settings["dataset"]):
            pickers.choose_dataset(settings["dataset"])
        else:
            st.toast(f"The data set of that run, {settings['dataset']!r}, is no longer there.")
