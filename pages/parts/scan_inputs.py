"""Scans a visitor gives: files, a folder, a picture from the camera, a paste, or samples."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from mlcore.data import archive, dataset
from mlcore.runs.folder import Run
from pages.parts.samples import sample_files

MOST_MEGABYTES = 200
CAMERA_WIDTH = 520


class Given(NamedTuple):
    files: list[tuple[str, bytes]]
    key: tuple
    """Another one for other files."""


def choose_scans(run: Run) -> Given:
    way = st.segmented_control(
        "Scans from",
        list(WAYS),
        default="Files",
        required=True,
        key="scans_from",
        persist_state="session",
    )
    return WAYS[way](run)


def _files(run: Run) -> Given:
    uploaded = st.file_uploader(
        "One scan or many: pictures, DICOM, NPY arrays, or a ZIP of them",
        accept_multiple_files=True,
        key="scans",
        max_upload_size=MOST_MEGABYTES,
        help="PNG, JPEG, TIFF, BMP, WebP, GIF, JPEG 2000, DICOM, NPY (numbers of NumPy), ZIP. "
        "Files are told by their content, kept in memory and never stored.",
    )
    if uploaded:
        st.session_state.pop("samples", None)
        return _given(uploaded)
    name = run.config["dataset"]
    if dataset.exists(name) and st.button("Try sample scans", icon=":material/casino:"):
        st.session_state["samples"] = st.session_state.get("samples", 0) + 1
    if (turn := st.session_state.get("samples")) and dataset.exists(name):
        return Given(sample_files(name, turn), ("samples", name, turn))
    return Given([], ())


def _folder(_: Run) -> Given:
    uploaded = st.file_uploader(
        "A folder with all that is in it",
        accept_multiple_files="directory",
        key="scans_folder",
        max_upload_size=MOST_MEGABYTES,
        help="Its files and those of the folders within; hidden ones are left out.",
    )
    return _given([file for file in uploaded if archive.is_wanted(file.name)])


def _camera(_: Run) -> Given:
    taken = st.camera_input("Take a picture of a scan", key="camera", width=CAMERA_WIDTH)
    return _given([taken] if taken else [])


def _paste(_: Run) -> Given:
    # In a container it stands here; else it would stick to the foot of the page.
    with st.container():
        told = st.chat_input(
            "Click here, paste a picture (Ctrl+V, on a Mac ⌘V) and press Enter",
            accept_file="multiple",
            max_upload_size=MOST_MEGABYTES,
            key="paste",
        )
    if told and not told.files:
        st.info("There was no picture in it: copy one, then paste it here.", icon=":material/info:")
    if told and told.files:
        st.session_state["pasted"] = _given(told.files)
    return st.session_state.get("pasted", Given([], ()))


def _given(files: Sequence[UploadedFile]) -> Given:
    return Given(
        [(file.name, file.getvalue()) for file in files], tuple(file.file_id for file in files)
    )


WAYS: dict[str, Callable[[Run], Given]] = {
    "Files": _files,
    "Folder": _folder,
    "Camera": _camera,
    "Paste": _paste,
}
