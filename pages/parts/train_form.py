"""The form of a training, made from the rows of `mlcore.train.options`."""

from typing import Any

import streamlit as st

from mlcore.data.dataset import DataSet
from mlcore.models import registry, summary
from mlcore.train import options
from mlcore.train.config import TrainConfig
from mlcore.train.options import OPTIONS, SECTIONS
from pages.parts.forecast_line import forecast_line
from pages.parts.label_weights import label_weights
from pages.parts.option_widgets import option_widget, value_of
from pages.parts.settings_to_start_from import settings_to_start_from

ICONS = {
    "Network & data": ":material/lan:",
    "Optimisation": ":material/trending_down:",
    "Loss & weights": ":material/balance:",
    "Stopping & validation": ":material/flag:",
    "Repeats": ":material/repeat:",
}


def train_form(data: DataSet) -> TrainConfig | None:
    """The configuration to start with, or None while nobody has pressed Start."""
    settings_to_start_from(data)
    for section in SECTIONS:
        if section:
            changed = len(options.differing(_settings(section)))
            title = f"{section} ({changed} changed)" if changed else section
            # The key keeps an expander open when its title changes.
            with st.expander(title, icon=ICONS[section], key=f"train_section_{section}"):
                _section(section, data)
        else:
            _section(section, data)
    settings = _settings()
    st.caption(_what_it_comes_to(settings, data))
    _differing(settings)
    forecast_line(settings, data)
    if st.button("Start training", type="primary", icon=":material/play_arrow:", width="stretch"):
        return TrainConfig(dataset=data.name, **settings)
    return None


def _section(section: str, data: DataSet) -> None:
    for option in OPTIONS:
        if option.section == section and option.applies(_settings()):
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


def _what_it_comes_to(settings: dict[str, Any], data: DataSet) -> str:
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
    return f"{network.summary} **{count:,} parameters** for scans of {side}×{side}{resized}."


def _differing(settings: dict[str, Any]) -> None:
    """Only what is not as usual, so that a cloned run reads at a glance."""
    changed = options.differing(settings)
    if not changed:
        st.caption("All options are at their defaults.")
        return
    rows = [
        f"{options.get(name).title} **{options.get(name).shown(value)}**"
        for name, value in changed.items()
    ]
    st.caption("Differs from the defaults: " + " · ".join(rows))
