"""What an inspection found: a list by severity, and the scans behind each finding."""

import streamlit as st

from mlcore.clean.decisions import SETTLED_BY
from mlcore.data.dataset import DataSet
from mlcore.inspect import html_report, inspection
from mlcore.inspect.finding import SEVERITIES, Finding
from mlcore.inspect.inspection import Inspection
from pages.parts import scan_gallery
from pages.parts.shell import showing_errors
from pages.parts.working import with_bar

LOOKS = {
    "fault": ("red", ":material/error:", "scores or models will be wrong"),
    "warning": ("orange", ":material/warning:", "look before you train"),
    "note": ("gray", ":material/info:", "good to know"),
}


def inspected(data: DataSet) -> Inspection | None:
    """The stored inspection; where there is none, a button that makes it."""
    found = inspection.load(data)
    if found is not None:
        return found
    st.info(
        f"This data set has not been inspected yet: copies, leaks, black scans, labels that look "
        f"wrong. For {len(data):,} scans it takes some seconds.",
        icon=":material/search:",
    )
    if st.button("Inspect now", type="primary", icon=":material/search:", key="inspect"):
        with showing_errors():
            with_bar("Inspecting", lambda progress: inspection.run(data, progress))
            st.rerun()
    return None


def findings(data: DataSet) -> None:
    found = inspected(data)
    if found is None:
        return
    counts = [sum(each.severity == name for each in found.findings) for name in SEVERITIES]
    with st.container(horizontal=True):
        for name, count in zip(SEVERITIES, counts, strict=True):
            colour, icon, meaning = LOOKS[name]
            st.badge(f"{count} {name}s: {meaning}", color=colour, icon=icon)
        st.download_button(
            "Report to send (HTML)",
            lambda: html_report.html(data, found),
            f"{data.name}-inspection.html",
            "text/html",
            icon=":material/download:",
            help="All findings with pictures in one file that opens in any browser.",
        )
    for severity in SEVERITIES:
        for position, each in enumerate(found.findings):
            if each.severity == severity:
                _row(data, each, position)


def _row(data: DataSet, finding: Finding, position: int) -> None:
    colour, icon, _ = LOOKS[finding.severity]
    with st.container(border=True):
        st.markdown(f":{colour}[{icon}] {finding.sentence}")
        key = f"finding_{data.fingerprint}_{position}"
        shown = False
        with st.container(horizontal=True, vertical_alignment="center"):
            if len(finding.rows):
                shown = st.toggle(f"Show the scans ({len(finding.rows):,})", key=key)
            if kind := SETTLED_BY.get(finding.check):
                st.button(
                    kind.title,
                    icon=":material/cleaning_services:",
                    type="tertiary",
                    key=f"{key}_clean",
                    help="Opens this decision in the Clean view, where nothing is lost.",
                    on_click=_to_clean,
                    args=(kind.name,),
                )
        if shown:
            scan_gallery.paged(data, finding.rows, f"{key}_page", finding.groups, 12)


def _to_clean(decision: str) -> None:
    st.session_state["decision"] = decision
    st.session_state["data_view"] = "Clean"
