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
    rows = [
        {
            "label": label,
            "present": f"{of['present']:,} × {of['weight_present']:.2f}",
            "absent": f"{of['absent']:,} × {of['weight_absent']:.2f}",
        }
        for label, of in facts.items()
    ]
    st.dataframe(
        pd.DataFrame(rows), hide_index=True, alt="scans and weight of the answers of each label"
    )
    st.caption(
        f"Training scans × weight, of {len(teaching):,} scans. The mean weight over the scans of "
        "each label is 1."
    )
