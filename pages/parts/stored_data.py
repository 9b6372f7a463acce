"""What can be done with a stored data set as a whole: take its table along, or remove it."""

import streamlit as st

from mlcore.data import dataset
from mlcore.data.dataset import DataSet
from pages.parts.pickers import choose_dataset
from pages.parts.popovers import close, popover
from pages.parts.shell import showing_errors

DELETING = "data_deleting"


def keep_or_delete(data: DataSet) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            "Table of all scans (CSV)",
            lambda: data.table.to_csv(index=False),
            f"{data.name}.csv",
            "text/csv",
            icon=":material/download:",
            help="A row a scan: id, part, labels (1 present, 0 absent, blank unknown) and all "
            "other columns.",
        )
        with popover("Delete …", DELETING, ":material/delete:"):
            st.markdown(
                f"**{data.name}** leaves the store; the files it was imported from stay as they "
                "are, and so do trainings on it."
            )
            if st.button("Delete this data set", type="primary", key="delete_data"):
                _delete(data)


def _delete(data: DataSet) -> None:
    with showing_errors():
        dataset.delete(data.name)
        close(DELETING)
        left = dataset.names()
        if left:
            choose_dataset(left[0])
        st.rerun()
