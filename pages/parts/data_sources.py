"""Getting a data set: the built-in one, or own scans."""

import streamlit as st

from mlcore.data import demo
from pages.parts.import_form import import_form
from pages.parts.shell import showing_errors
from pages.parts.working import work_on


def add_data() -> None:
    built_in, own = st.columns(2, gap="large")
    with built_in:
        st.subheader("Built-in scans")
        st.markdown(
            "6,000 made-up slices of a body, 64×64 pixels, three findings, with the flaws real "
            "data has: black scans, duplicates, wrong labels."
        )
        if st.button("Make the demo data set", icon=":material/auto_awesome:", key="make_demo"):
            work_on("Making scans", lambda progress: demo.make(progress=progress))
    with own, showing_errors():
        import_form()
