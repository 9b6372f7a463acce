"""Views of a data set, a row each in `VIEWS`."""

import streamlit as st

from mlcore import atomic
from mlcore.data import parts
from mlcore.data.dataset import DataSet
from mlcore.inspect import black, inspection, statistics, wording
from mlcore.inspect.black import Black
from pages.parts import charts, scan_gallery
from pages.parts.average_views import averages, similar_scans
from pages.parts.cleaning import clean
from pages.parts.feedback_view import feedback_view
from pages.parts.findings import findings, inspected
from pages.parts.scan_map import scan_map
from pages.parts.shell import link


def black_scans_of(data: DataSet) -> Black | None:
    return _black(data, data.fingerprint, atomic.stamp(data.folder / inspection.FOUND))


@st.cache_resource(max_entries=8, show_spinner="Looking for black scans …")
def _black(_data: DataSet, fingerprint: str, stamp: tuple) -> Black | None:  # noqa: ARG001 (the key)
    return black.known(_data)


def facts(data: DataSet) -> None:
    found = black_scans_of(data)
    sizes = parts.sizes_in_words(data.split_sizes())
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
            wording.percent(found.fraction) if found else "–",
            help=f"{found.count:,} scans have no pixel above 0, so nobody can see a finding in "
            "them, whatever their labels say."
            if found
            else "Not known yet: the Findings view inspects the data set.",
            border=True,
        )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(sizes, width="content")
        link("train.py", "Train a network on it")


def labels(data: DataSet) -> None:
    counts = statistics.label_counts(data)
    st.subheader(
        "How often each label is present",
        help="Prevalence: the share of scans with a known answer in which the label is present. "
        "Splits should look alike. The number on a bar counts scans.",
    )
    if (counts["present"] + counts["absent"]).any():
        charts.show(charts.label_bars(counts), "label_bars", "prevalence per label and split")
    else:
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
    st.subheader("Black scans")
    found = black_scans_of(data)
    if found is None:
        inspected(data)
        return
    if not found.count:
        st.success("No scan is entirely black.", icon=":material/check_circle:")
        return
    known = found.mask & data.labelled()
    truth = data.targets[known]
    st.markdown(
        f"**{found.count:,}** scans ({wording.percent(found.fraction)}) are entirely black, "
        f"**{known.sum():,}** of them with labels. A network sees no difference between them, so "
        "wherever their labels differ it must be wrong on some."
    )
    present, absent = (truth == 1).sum(axis=0), (truth == 0).sum(axis=0)
    rows = [
        {
            "label": label,
            "black and present": int(yes),
            "black and absent": int(no),
            "must be wrong on": int(min(yes, no)),
        }
        for label, yes, no in zip(data.labels, present, absent, strict=True)
    ]
    st.dataframe(rows, hide_index=True, alt="labels of black scans")


def scans(data: DataSet) -> None:
    found = black_scans_of(data)
    scan_gallery.filtered(data, found.mask if found else None)


VIEWS = {
    "Findings": findings,
    "Labels": labels,
    "Together": together,
    "Black scans": black_scans,
    "Gallery": scans,
    "Map": scan_map,
    "Averages": averages,
    "Similar": similar_scans,
    "Feedback": feedback_view,
    "Clean": clean,
}
