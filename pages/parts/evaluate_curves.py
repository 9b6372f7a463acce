"""Curves of a run: ROC, precision-recall, calibration, and histograms of probabilities."""

from collections.abc import Sequence

import streamlit as st

from mlcore.evaluate.evaluated import Evaluated
from pages.parts import charts, evaluate_charts
from pages.parts.evaluate_head import between

MOST_LINES = 8


def _chosen(seen: Evaluated) -> Sequence[str]:
    return st.pills(
        "Labels",
        seen.labels,
        default=list(seen.labels[:3]),
        selection_mode="multi",
        key=f"evaluate_labels_{seen.run.name}",
        help="Up to three are drawn with their 95 % bands.",
    )[:MOST_LINES]


def ranks(seen: Evaluated) -> None:
    chosen = _chosen(seen)
    of = {label: seen.curves[seen.labels.index(label)] for label in chosen}
    with st.grid(2, min_column_width=340):
        with st.container():
            st.subheader(
                "ROC",
                help="Recall (findings found) by false alarms (scans without the finding that are "
                "called present), for all thresholds. The area below is the AUC. The dashed line "
                "is guessing. Where a finding is rare, few false alarms in a hundred may still be "
                "more than all findings: see precision.",
            )
            charts.show(
                evaluate_charts.lines(
                    [(label, each.roc) for label, each in of.items()],
                    "false alarms",
                    "recall",
                    (0, 1),
                ),
                "roc",
                "ROC curves",
            )
        with st.container():
            st.subheader(
                "Precision and recall",
                help="How many 'present' answers are right (precision) when so many findings are "
                "found (recall). Guessing gets the share of scans that have the label.",
            )
            charts.show(
                evaluate_charts.lines(
                    [(label, each.precision_recall) for label, each in of.items()],
                    "recall",
                    "precision",
                ),
                "precision_recall",
                "precision-recall curves",
            )


def calibration(seen: Evaluated) -> None:
    label = st.selectbox("Label", seen.labels, key="evaluate_label", width=320)
    at = seen.labels.index(label)
    with st.grid(2, min_column_width=340):
        with st.container():
            st.subheader(
                "Do probabilities mean what they say?",
                help="Of the scans that got about 30 %, some 30 % should have the label. Below the "
                "dashed line the model is too sure. Bars are 95 % intervals; the Thresholds view "
                "can calibrate the model.",
            )
            charts.show(
                evaluate_charts.reliability(label, seen.curves[at]),
                "reliability",
                "calibration curve",
            )
        with st.container():
            st.subheader(
                "Probabilities",
                help="How many scans got which probability. The scale is logarithmic: each line "
                "stands for ten times as many. The dashed line is the threshold.",
            )
            charts.show(
                evaluate_charts.histogram(seen.curves[at], float(seen.decisions.thresholds[at])),
                "histogram",
                "histogram of probabilities",
            )
    error = seen.result["metrics"]["calibration_error"]["per_label"][label]
    st.caption(
        f"Calibration error of {label}: {error['value']:.3f} (95 %: {between(error)})."
        if error["value"] is not None
        else "No scan has this label's answer."
    )
