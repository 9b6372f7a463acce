"""Getting a data set: the built-in one, an upload, or a path on this machine."""

import tempfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import streamlit as st

from mlcore.data import demo, importing
from mlcore.data.dataset import DataSet
from mlcore.progress import Progress
from pages.parts.pickers import choose_dataset
from pages.parts.shell import showing_errors

FORM_HELP = """
A folder or ZIP in this form, any label names, 1 to 200 labels:

```
train_images/  val_images/  test_images/
train_labels.csv   val_labels.csv      id,first label,second label,…
sample_submission.csv                  (for a competition)
```
Each label is 1 (present), 0 (absent) or blank (unknown). Without `val_labels.csv` a part of the
training scans is set aside. The files themselves are never changed.
"""


def add_data() -> None:
    built_in, own = st.columns(2, gap="large")
    with built_in:
        st.subheader("Built-in scans")
        st.markdown(
            "6,000 made-up slices of a body, 64×64 pixels, three findings, with the flaws real "
            "data has: black scans, duplicates, wrong labels."
        )
        if st.button("Make the demo data set", icon=":material/auto_awesome:", key="make_demo"):
            _run("Making scans", lambda progress: demo.make(progress=progress))
    with own:
        st.subheader("Your own scans", help=FORM_HELP)
        _import_form()


def _import_form() -> None:
    uploaded = st.file_uploader("A ZIP of your scans", type="zip", key="upload_zip")
    typed = st.text_input(
        "… or a folder or ZIP on this machine", key="import_path", placeholder="/home/me/scans"
    )
    with st.container(horizontal=True):
        name = st.text_input("Name", key="import_name", placeholder="from the file name", width=220)
        side = st.selectbox(
            "Side in pixels",
            [32, 64, 128, 224],
            index=1,
            key="import_side",
            width=130,
            help="Every scan is resized to this many pixels a side.",
        )
        channels = st.selectbox(
            "Colour",
            [1, 3],
            format_func=lambda count: "grey" if count == 1 else "colour",
            key="import_channels",
            width=110,
        )
    ready = bool(uploaded or typed)
    if not st.button("Import", icon=":material/upload:", key="import", disabled=not ready):
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(typed).expanduser()
        if uploaded:
            path = Path(folder) / Path(uploaded.name).name
            path.write_bytes(uploaded.getbuffer())
        _run(
            "Importing",
            lambda progress: importing.import_data(
                path, name or None, side=side, channels=channels, progress=progress
            ),
        )


def _run(title: str, work: Callable[[Progress], DataSet]) -> None:
    """Do it with a bar; when it went well, choose the new data set and show it."""
    bar = st.progress(0.0, text=f"{title} …")

    def progress(what: str, done: int, total: int) -> None:
        bar.progress(min(done / max(total, 1), 1.0), text=f"{what}: {done:,} of {total:,}")

    with showing_errors():
        data = work(progress)
        choose_dataset(data.name)
        st.session_state["import_report"] = importing.import_report(data)
        st.rerun()
    bar.empty()


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
