"""Right and wrong answers: cells that open their scans, sets of labels, and the worst errors."""

import numpy as np
import streamlit as st

from mlcore.evaluate import confusion, worst
from mlcore.evaluate.confusion import CELLS
from mlcore.evaluate.evaluated import Evaluated
from mlcore.inspect import wording
from pages.parts import charts, evaluate_charts, scan_gallery
from pages.parts.pictures import gallery

WORDS = {
    "found": ("Found", "present and called present"),
    "false_alarm": ("False alarms", "absent but called present"),
    "missed": ("Missed", "present but called absent"),
    "rightly_absent": ("Rightly absent", "absent and called absent"),
}
ERRORS_A_PAGE = 12


def per_label(seen: Evaluated) -> None:
    counts = [confusion.cells(seen.given.truth, seen.decided, i) for i in range(len(seen.labels))]
    st.dataframe(
        [
            {"label": label} | {WORDS[cell][0]: len(rows) for cell, rows in cells.items()}
            for label, cells in zip(seen.labels, counts, strict=True)
        ],
        hide_index=True,
        alt="confusion per label",
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        label = st.selectbox("Label", seen.labels, key="evaluate_label", width=240)
        cells = counts[seen.labels.index(label)]
        cell = st.segmented_control(
            "Scans that are",
            list(CELLS),
            default="missed",
            required=True,
            format_func=lambda name: f"{WORDS[name][0]} ({len(cells[name]):,})",
            key="evaluate_cell",
            help="\n\n".join(f"**{title}**: {text}." for title, text in WORDS.values()),
        )
    _scans(seen, cells[cell], f"cell_{label}_{cell}", seen.labels.index(label))


def sets(seen: Evaluated) -> None:
    st.subheader(
        "Labels predicted together against labels true together",
        help="A row is a set of labels that are true together, a column one that was predicted. "
        "On the diagonal the whole set is right. Colour is the share of the row.",
    )
    found = confusion.sets(seen.given.truth, seen.decided, seen.labels)
    if not (found.true >= 0).any():
        st.info("No scan has all its labels known.", icon=":material/info:")
        return
    charts.show(
        evaluate_charts.matrix(found.counts, found.names), "sets", "confusion of label sets"
    )
    with st.container(horizontal=True):
        true = st.selectbox("True", found.names, key=f"set_true_{seen.result['key']}", width=320)
        predicted = st.selectbox(
            "Predicted", found.names, key=f"set_predicted_{seen.result['key']}", width=320
        )
    at = [found.names.index(name) for name in (true, predicted)]
    rows = np.flatnonzero((found.true == at[0]) & (found.predicted == at[1]))
    _scans(seen, rows, f"sets_{at[0]}_{at[1]}")


def errors(seen: Evaluated) -> None:
    st.subheader(
        "The worst errors",
        help="Wrong answers, the surest first: where the model gave the truth the least "
        "probability. Many of them are wrong labels or black scans.",
    )
    everything = "all labels"
    label = st.selectbox("Of", [everything, *seen.labels], key="evaluate_errors_of", width=240)
    which = None if label == everything else seen.labels.index(label)
    found = worst.worst(seen.given.truth, seen.given.probability, seen.decided, which)
    if not len(found.scan):
        st.success("No answer is wrong.", icon=":material/check_circle:")
        return
    if seen.data is None:
        st.info("The data set is gone, so its scans cannot be shown.", icon=":material/info:")
        return
    pages = -(-len(found.scan) // ERRORS_A_PAGE)
    page = st.pagination(pages, key=f"errors_page_{label}") if pages > 1 else 1
    at = range((page - 1) * ERRORS_A_PAGE, min(page * ERRORS_A_PAGE, len(found.scan)))
    st.caption(f"{len(found.scan):,} wrong answers")
    captions = [_told(seen, int(found.scan[i]), int(found.label[i])) for i in at]
    pixels = [np.asarray(seen.data.pixels[seen.rows[found.scan[i]]]) for i in at]
    gallery(pixels, captions)


def _told(seen: Evaluated, scan: int, label: int) -> str:
    there = seen.given.truth[scan, label] == 1
    p = seen.given.probability[scan, label]
    return (
        f"{seen.given.ids[scan]} · {seen.labels[label]} is {'present' if there else 'absent'}, "
        f"model says {wording.percent(p)}"
    )


def _scans(seen: Evaluated, rows: np.ndarray, key: str, label: int | None = None) -> None:
    """Those answers' scans; of one label the surest answers first."""
    if seen.data is None:
        st.info("The data set is gone, so its scans cannot be shown.", icon=":material/info:")
        return
    if label is not None:
        rows = rows[np.argsort(-np.abs(seen.given.probability[rows, label] - 0.5), kind="stable")]
    scan_gallery.paged(seen.data, seen.rows[rows], f"{key}_{seen.split}")
