"""Submit: files for a competition, checked before they are sent, and how much is luck."""

import streamlit as st

from pages.parts import submit_views

st.title("Submit")
st.caption(
    "A competition gives scans without labels and a sample file that shows the form of an answer. "
    "Here a model fills it in."
)
view = st.segmented_control(
    "View",
    list(submit_views.VIEWS),
    default="Write a file",
    required=True,
    key="submit_view",
    bind="query-params",
    label_visibility="collapsed",
)
submit_views.VIEWS[view]()
