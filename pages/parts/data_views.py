"""Views of a data set: labels, labels together, black scans, gallery."""

import numpy as np
import streamlit as st

from mlcore.data.dataset import DataSet
from mlcore.inspect import statistics
from mlcore.inspect.statistics import Black
from pages.parts import charts
from pages.parts.pictures import gallery

A_PAGE = 24
ANY = "any"
SPLIT_TITLES = {"train": "training", "val": "validation", "test": "test"}


@st.cache_data(max_entries=8, show_spinner="Looking for black scans …")
def black(_data: DataSet, fingerprint: str) -> Black:  # noqa: ARG001 (the cache's key)
    return statistics.black(_data)


def facts(data: DataSet) -> None:
    found = black(data, data.fingerprint)
    sizes = ", ".join(f"{SPLIT_TITLES[s]} {n:,}" for s, n in data.split_sizes().items())
    with st.grid(4, min_column_width=150):
        st.metric("Scans", f"{len(data):,}", help=sizes, border=True)
        st.metric(
            "Labels", len(data.labels), help="Yes/no questions answered for each scan.", border=True
        )
        st.metric(
            "Size",
            f"{data.side}×{data.side}",
            help=f"Pixels after import; {'grey' if data.channels == 1 else 'colour'}.",
            border=True,
        )
        st.metric(
            "Black scans",
            f"{found.fraction:.0%}",
            help=f"{found.count:,} scans have no pixel above 0, so nobody can see a finding in "
            "them, whatever their labels say.",
            border=True,
        )
    st.caption(sizes)


def labels(data: DataSet) -> None:
    counts = statistics.label_counts(data)
    st.subheader(
        "How often each label is present",
        help="Prevalence: the share of scans with a known answer in which the label is present. "
        "Splits should look alike. The number on a bar counts scans.",
    )
    charts.show(charts.label_bars(counts), "label_bars", "prevalence per label and split")
    if not (counts["present"] + counts["absent"]).any():
        st.info("No label is known in this data set.", icon=":material/info:")


def together(data: DataSet) -> None:
    st.subheader(
        "Labels that occur together",
        help="Of the scans with the label of a row, the share that also has the label of a column. "
        "Dark cells off the diagonal are findings that come together.",
    )
    counts = statistics.co_occurrence(data)
    charts.show(
        charts.together(statistics.conditional(counts), counts), "together", "labels together"
    )


def black_scans(data: DataSet) -> None:
    found = black(data, data.fingerprint)
    st.subheader("Black scans")
    if not found.count:
        st.success("No scan is entirely black.", icon=":material/check_circle:")
        return
    known = found.mask & data.labelled()
    truth = data.targets[known]
    st.markdown(
        f"**{found.count:,}** scans ({found.fraction:.1%}) are entirely black, **{known.sum():,}** "
        "of them with labels. A network sees no difference between them, so wherever their labels "
        "differ it must be wrong on some."
    )
    rows = [
        {
            "label": label,
            "black and present": int((truth[:, i] == 1).sum()),
            "black and absent": int((truth[:, i] == 0).sum()),
            "must be wrong on": int(min((truth[:, i] == 1).sum(), (truth[:, i] == 0).sum())),
        }
        for i, label in enumerate(data.labels)
    ]
    st.dataframe(rows, hide_index=True, alt="labels of black scans")


def scans(data: DataSet) -> None:
    with st.container(horizontal=True):
        split = st.selectbox(
            "Part",
            [ANY, *data.split_sizes()],
            format_func=lambda s: SPLIT_TITLES.get(s, s),
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
        )
    rows = _matching(data, split, label, value, shown)
    if not len(rows):
        st.info("No scan fits this choice.", icon=":material/search_off:")
        return
    pages = -(-len(rows) // A_PAGE)
    page = st.pagination(pages, key=f"gallery_page_{split}_{label}_{value}_{shown}")
    at = rows[(page - 1) * A_PAGE : page * A_PAGE]
    st.caption(f"{len(rows):,} scans")
    gallery([data.pixels[row] for row in at], [_caption(data, row) for row in at])


def _matching(data: DataSet, split: str, label: str, value: str, shown: str) -> np.ndarray:
    keep = np.ones(len(data), bool)
    if split != ANY:
        keep &= (data.table["split"] == split).to_numpy()
    if label != ANY:
        truth = data.targets[:, data.labels.index(label)]
        keep &= {"present": truth == 1, "absent": truth == 0, "unknown": np.isnan(truth)}[value]
    if shown != "show":
        is_black = black(data, data.fingerprint).mask
        keep &= is_black if shown == "only" else ~is_black
    return np.flatnonzero(keep)


def _caption(data: DataSet, row: int) -> str:
    truth = data.targets[row]
    present = [label for label, value in zip(data.labels, truth, strict=True) if value == 1]
    said = ", ".join(present) or ("labels unknown" if np.isnan(truth).all() else "none")
    return f"{data.table['id'].iat[row]} · {said}"


VIEWS = {"Labels": labels, "Together": together, "Black scans": black_scans, "Gallery": scans}
