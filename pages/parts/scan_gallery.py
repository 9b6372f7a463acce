"""Scans of a data set side by side, page by page: filtered, or those behind a finding."""

import numpy as np
import streamlit as st

from mlcore.data import parts
from mlcore.data.dataset import DataSet
from pages.parts.pictures import gallery

A_PAGE = 24
ANY = "any"


def filtered(data: DataSet, black: np.ndarray | None) -> None:
    """Scans by part and label; ``black`` ``(n,)`` bool says which show nothing, where known."""
    with st.container(horizontal=True):
        split = st.selectbox(
            "Part",
            [ANY, *data.split_sizes()],
            format_func=lambda name: parts.TITLES.get(name, name),
            key="gallery_split",
            persist_state="session",
            width=150,
        )
        label = st.selectbox(
            "Label", [ANY, *data.labels], key="gallery_label", persist_state="session", width=220
        )
        value = st.segmented_control(
            "is",
            ["present", "absent", "unknown"],
            default="present",
            required=True,
            key="gallery_value",
            persist_state="session",
            disabled=label == ANY,
        )
        shown = st.segmented_control(
            "Black scans",
            ["show", "hide", "only"],
            default="hide",
            required=True,
            key="gallery_black",
            persist_state="session",
            disabled=black is None,
        )
    keep = np.ones(len(data), bool)
    if split != ANY:
        keep &= (data.table["split"] == split).to_numpy()
    if label != ANY:
        truth = data.targets[:, data.labels.index(label)]
        keep &= {"present": truth == 1, "absent": truth == 0, "unknown": np.isnan(truth)}[value]
    if black is not None and shown != "show":
        keep &= black if shown == "only" else ~black
    paged(data, np.flatnonzero(keep), f"gallery_page_{split}_{label}_{value}_{shown}")


def paged(
    data: DataSet,
    rows: np.ndarray,
    key: str,
    groups: np.ndarray | None = None,
    a_page: int = A_PAGE,
) -> None:
    """The scans at ``rows``; those of one group carry the same number."""
    if not len(rows):
        st.info("No scan fits this choice.", icon=":material/search_off:")
        return
    pages = -(-len(rows) // a_page)
    page = st.pagination(pages, key=key) if pages > 1 else 1
    at = range((page - 1) * a_page, min(page * a_page, len(rows)))
    st.caption(f"{len(rows):,} scans" if len(rows) != 1 else "1 scan")
    marks = [f"group {groups[i] + 1} · " if groups is not None else "" for i in at]
    captions = [mark + caption(data, rows[i]) for mark, i in zip(marks, at, strict=True)]
    gallery([np.asarray(data.pixels[rows[i]]) for i in at], captions)


def caption(data: DataSet, row: int) -> str:
    """Id, part and labels of one scan."""
    truth = data.targets[row]
    present = [label for label, value in zip(data.labels, truth, strict=True) if value == 1]
    said = ", ".join(present) or ("labels unknown" if np.isnan(truth).all() else "none")
    return f"{data.table['id'].iat[row]} · {parts.TITLES[data.table['split'].iat[row]]} · {said}"
