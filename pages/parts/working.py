"""Work that takes a while: a bar while it lasts, and what came of it afterwards."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from mlcore.data import importing
from mlcore.data.dataset import DataSet
from mlcore.progress import Progress
from pages.parts.pickers import choose_dataset
from pages.parts.shell import showing_errors


def with_bar(title: str, work: Callable[[Progress], object]) -> object:
    """Do the work below a bar that tells how far it is."""
    bar = st.progress(0.0, text=f"{title} …")

    def progress(what: str, done: int, total: int) -> None:
        bar.progress(min(done / max(total, 1), 1.0), text=f"{what}: {done:,} of {total:,}")

    try:
        return work(progress)
    finally:
        bar.empty()


def work_on(title: str, work: Callable[[Progress], DataSet]) -> None:
    """Make a data set; when it went well, choose it and show what was taken."""
    with showing_errors():
        data = with_bar(title, work)
        choose_dataset(data.name)
        st.session_state["import_report"] = importing.import_report(data)
        st.rerun()


def last_report() -> None:
    """What the import that has just ended took and what it left."""
    report = st.session_state.pop("import_report", None)
    if report is None:
        return
    st.success(
        f"**{report['name']}** is in: {report['n']:,} scans in {report['seconds']:.1f} s.",
        icon=":material/check_circle:",
    )
    if report["skipped"]:
        st.warning(
            f"{len(report['skipped']):,} files were skipped; the rest is in.",
            icon=":material/warning:",
        )
        st.dataframe(pd.DataFrame(report["skipped"]), hide_index=True, alt="skipped files")
