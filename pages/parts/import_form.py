"""Importing own scans: choose the source, see how it would be read, correct that, import."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from mlcore.data import importing, parts, preview
from mlcore.data.guessing import UnmappedError
from mlcore.data.mapping import GUESS, Mapping
from mlcore.data.preview import Preview
from pages.parts.working import work_on

FORMS = """
A folder or ZIP (or a MedMNIST `.npz`) in one of these forms; 1 to 200 labels of any names:

- **The study's**: `train_images/ val_images/ test_images/`, `train_labels.csv val_labels.csv` with
  `id,first label,second label,…`, and for a competition `sample_submission.csv`.
- **Images and one table**: any folder of images or DICOM files with a CSV file; labels as columns
  of 0 and 1, or as a list such as `Effusion|Mass`.
- **Folders named by class**: `normal/ pneumonia/ …`, also below `train/ val/ test/`.

A blank label is unknown. Without a validation part one is set aside. The files themselves are
never changed.
"""
NONE = "(none)"


def import_form() -> None:
    st.subheader("Your own scans", help=FORMS)
    # Any type: what cannot be read is told in a sentence, not by a red mark.
    uploaded = st.file_uploader(
        "A ZIP or .npz of your scans",
        key="upload",
        help="Pack a folder of pictures, and their table, into one ZIP first.",
    )
    typed = st.text_input(
        "… or a folder, ZIP or .npz on this machine",
        key="import_path",
        placeholder="/home/me/scans",
    )
    if not (uploaded or typed):
        return
    with _path_of(uploaded, typed) as path:
        mapping = _mapping(path)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            name = st.text_input(
                "Name", key="import_name", placeholder="from the file name", width=220
            )
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
            pressed = st.button("Import", type="primary", icon=":material/upload:", key="import")
        if pressed:
            work_on(
                "Importing",
                lambda progress: importing.import_data(
                    path,
                    name or None,
                    side=side,
                    channels=channels,
                    progress=progress,
                    mapping=mapping,
                ),
            )


@contextmanager
def _path_of(uploaded: UploadedFile | None, typed: str) -> Iterator[Path]:
    """The source as a path; an upload lies in a temporary folder for the length of the block."""
    if not uploaded:
        yield Path(typed).expanduser()
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / Path(uploaded.name).name
        path.write_bytes(uploaded.getbuffer())
        yield path


def _mapping(path: Path) -> Mapping:
    """How the source is read, shown with its first rows and open to correction."""
    try:
        seen = preview.describe(path)
    except UnmappedError as problem:
        st.warning(str(problem), icon=":material/help:")
        return _corrected(problem.columns, GUESS)
    st.markdown(f"**{seen.form}**: {seen.n:,} scans, {len(seen.labels)} labels{_parts(seen)}.")
    if seen.skipped:
        st.caption(f"{len(seen.skipped):,} entries cannot be used; the import lists them.")
    with st.expander("How it is read", icon=":material/table:"):
        st.dataframe(seen.head, hide_index=True, alt="first rows")
        st.dataframe(
            pd.DataFrame({"label": seen.present.keys(), "present": seen.present.values()}),
            hide_index=True,
            alt="present per label",
        )
        return _corrected(seen.columns, seen.mapping) if seen.columns else GUESS


def _parts(seen: Preview) -> str:
    if not seen.splits:
        return ", parts will be drawn"
    return f", {parts.sizes_in_words(seen.splits)}"


def _corrected(columns: tuple[str, ...], guess: Mapping) -> Mapping:
    """The guess with what somebody changed; what nobody touched stays a guess."""
    chosen = {
        field: _column(title, columns, getattr(guess, field), field)
        for field, title in (
            ("id_column", "Column of the file names"),
            ("split_column", "Column of the part"),
            ("patient_column", "Column of the patient"),
        )
    }
    labels = st.multiselect(
        "Columns of labels", columns, list(guess.labels or ()), key="map_labels"
    )
    wishes = {field: value for field, value in chosen.items() if value != getattr(guess, field)}
    if tuple(labels) != (guess.labels or ()):
        wishes["labels"] = tuple(labels)
    return Mapping(**wishes)


def _column(title: str, columns: tuple[str, ...], guessed: str | None, field: str) -> str | None:
    options = [NONE, *columns]
    index = options.index(guessed) if guessed in options else 0
    value = st.selectbox(title, options, index=index, key=f"map_{field}")
    return guessed if value == NONE and not guessed else "" if value == NONE else value
