"""The form of a training: one widget an option, made from the rows of `mlcore.train.options`."""

from typing import Any

import streamlit as st

from mlcore.data.dataset import DataSet
from mlcore.models import registry, summary
from mlcore.train.config import TrainConfig
from mlcore.train.options import OPTIONS, Option


def train_form(data: DataSet) -> TrainConfig | None:
    """The configuration to start with, or None while nobody has pressed Start."""
    values = {option.name: _widget(option) for option in OPTIONS if not option.advanced}
    with st.expander("More options", icon=":material/settings:"):
        values |= {option.name: _widget(option) for option in OPTIONS if option.advanced}
    network = registry.get(values["model"])
    count = summary.parameters(
        network, data.side, data.channels, len(data.labels), values["sharing"], values["head"]
    )
    st.caption(f"{network.summary} **{count:,} parameters** for this data set.")
    if st.button("Start training", type="primary", icon=":material/play_arrow:", width="stretch"):
        return TrainConfig(dataset=data.name, **values)
    return None


def _widget(option: Option) -> Any:
    shared = {"key": f"train_{option.name}", "help": option.help, "persist_state": "session"}
    if option.choices:
        offered = registry.names() if option.name == "model" else option.offered()
        return st.selectbox(
            option.title,
            offered,
            index=offered.index(option.default),
            format_func=option.title_of,
            **shared,
        )
    whole = option.kind is int
    return st.number_input(
        option.title,
        min_value=int(option.low) if whole else option.low,
        max_value=int(option.high) if whole else option.high,
        value=option.default,
        step=1 if whole else option.default / 10,
        format=None if whole else "%g",
        **shared,
    )
