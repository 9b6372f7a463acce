"""The form of a training, made from the rows of `mlcore.train.options`."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import streamlit as st

from mlcore.data.dataset import DataSet
from mlcore.errors import ScanLabError
from mlcore.models import registry, summary
from mlcore.train import options, ready
from mlcore.train.config import TrainConfig
from mlcore.train.options import OPTIONS, SECTIONS
from pages.parts.forecast_line import forecast_line, measure, measure_button
from pages.parts.label_weights import label_weights
from pages.parts.option_widgets import option_widget, value_of
from pages.parts.settings_to_start_from import clone_of_a_run, ready_made
from pages.parts.shell import showing_errors

ICONS = {
    "Network & data": ":material/lan:",
    "Optimisation": ":material/trending_down:",
    "Loss & weights": ":material/balance:",
    "Stopping & validation": ":material/flag:",
    "Repeats": ":material/repeat:",
}


def train_form(data: DataSet, start: Callable[[TrainConfig], None]) -> None:
    """What most people set and the start button come first; ``start`` gets what was chosen."""
    ready_made(data)
    _usual()
    settings = _settings()
    _what_it_comes_to(settings, data)
    unmeasured = forecast_line(settings, data)
    with st.container(horizontal=True):
        pressed = st.button(
            "Start training", type="primary", icon=":material/play_arrow:", width="stretch"
        )
        asked = unmeasured and measure_button()
    if asked:
        measure(settings, data)
    if pressed:
        with showing_errors():
            start(TrainConfig(dataset=data.name, **settings))
    else:
        # The line above tells why such settings could not be started.
        with suppress(ScanLabError):
            ready.expect(TrainConfig(dataset=data.name, **settings))
    clone_of_a_run()
    for section in SECTIONS:
        if section:
            changed = len(options.differing(_settings(section)))
            title = f"{section} ({changed} changed)" if changed else section
            # The key keeps an expander open when its title changes.
            with st.expander(title, icon=ICONS[section], key=f"train_section_{section}"):
                _section(section, data)


def _usual() -> None:
    """The network over the whole width, numbers two in a row."""
    network, *others = (option for option in OPTIONS if not option.section)
    option_widget(network)
    settings = _settings()
    with st.grid(2, min_column_width=130):
        for option in others:
            if option.applies(settings):
                option_widget(option)


def _section(section: str, data: DataSet) -> None:
    settings = _settings()
    for option in OPTIONS:
        if option.section == section and option.applies(settings):
            option_widget(option)
    if section == "Loss & weights":
        label_weights(_settings(), data)


def _settings(section: str | None = None) -> dict[str, Any]:
    """A value for every option (of one section); those without an effect are at their default."""
    chosen = {option.name: value_of(option) for option in OPTIONS}
    return {
        option.name: chosen[option.name] if option.applies(chosen) else option.default
        for option in OPTIONS
        if section in (None, option.section)
    }


def _what_it_comes_to(settings: dict[str, Any], data: DataSet) -> None:
    """The network in a line, and only what is not as usual, so that a clone reads at a glance."""
    network = registry.get(settings["model"])
    side = settings["side"] or data.side
    count = summary.parameters(
        network,
        side,
        settings["channels"] or data.channels,
        len(data.labels),
        settings["sharing"],
        settings["head"],
    )
    resized = f", resized from {data.side}×{data.side}" if side != data.side else ""
    changed = [
        f"{options.get(name).title} **{options.get(name).shown(value)}**"
        for name, value in options.differing(settings).items()
    ]
    differing = "Differs from the defaults: " + " · ".join(changed)
    st.caption(
        f"{network.summary} **{count:,} parameters** for scans of {side}×{side}{resized}.  \n"
        + (differing if changed else "All options are at their defaults.")
    )
