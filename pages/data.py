"""Data: get scans in, and see what is in them."""

import streamlit as st

from mlcore.data import dataset
from pages.parts import data_views
from pages.parts.data_sources import add_data
from pages.parts.pickers import pick_dataset
from pages.parts.stored_data import keep_or_delete
from pages.parts.working import last_report

st.title("Data")
if not dataset.names():
    st.markdown("Make the built-in data set, or bring your own scans.")
    add_data()
    st.stop()

with st.container(width=520):
    data = pick_dataset()
last_report()
with st.expander("Add, export or delete a data set", icon=":material/database:"):
    add_data()
    keep_or_delete(data)
data_views.facts(data)
view = st.segmented_control(
    "View",
    list(data_views.VIEWS),
    default="Labels",
    required=True,
    key="data_view",
    bind="query-params",
    label_visibility="collapsed",
)
data_views.VIEWS[view](data)
