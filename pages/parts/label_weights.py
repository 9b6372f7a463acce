"""What class weights come to for the labels of a data set, before anything is trained."""

from typing import Any

import pandas as pd
import streamlit as st

from mlcore.data.dataset import DataSet
from mlcore.errors import ScanLabError
from mlcore.train import label_weights as weighing
from mlcore.train import parts
from mlcore.train.config import TrainConfig


def label_weights(settings: dict[str, Any], data: DataSet) -> None:
    """A row a label, where class weights are on."""
    if settings["class_weights"] == "none":
        return
    try:
        config = TrainConfig(dataset=data.name, **settings)
        teaching = parts.teaching_part(config, data)
    except ScanLabError:
        return  # said at the start button, where it can be acted on
    facts = weighing.facts(config, teaching.truth, data.labels)
    st.dataframe(
        pd.DataFrame.from_dict(facts, orient="index").reset_index(names="label"),
        hide_index=True,
        alt="weight of present and absent answers per label",
        column_config={
            "weight_present": st.column_config.NumberColumn("weight present", format="%.2f"),
            "weight_absent": st.column_config.NumberColumn("weight absent", format="%.2f"),
        },
    )
    st.caption(
        f"Of the {len(teaching):,} training scans. Weights are chosen so that their mean over the "
        "scans of each label is 1."
    )
