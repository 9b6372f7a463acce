"""The safety meter: a verdict in a colour, a sentence a step, curves along the strength."""

import numpy as np
import pandas as pd
import streamlit as st

from mlcore.augment import kept, sample
from mlcore.augment.recipe import Recipe
from mlcore.augment.safety import Finding, Report
from mlcore.data.dataset import DataSet
from mlcore.inspect import wording
from mlcore.predict import models
from mlcore.runs.folder import Run
from pages.parts.pickers import title
from pages.parts.safety_curve import show_curve
from pages.parts.safety_trial import Trial
from pages.parts.shell import showing_errors
from pages.parts.variant_views import seed_input

BADGES = {
    "green": ("Labels stay true", ":material/check_circle:", "green"),
    "amber": ("Look closely", ":material/warning:", "orange"),
    "red": ("Labels become wrong", ":material/dangerous:", "red"),
}
NO_MODEL = "none"
SCAN_HELP = (
    "Of the pixels that are not background, the share that can still be seen in a variant, "
    "wherever it lies: turning, mirroring and moving within the frame lose nothing."
)
STRUCTURE_HELP = (
    "Lines, edges and spots, between the grain of single pixels and slow light and shade: how much "
    "of them arrives in a variant, wherever it lies, and is not drowned in noise."
)
OFF_HELP = (
    "Mean difference of a pixel from the original, of 0 to 255. It also grows when a scan is only "
    "turned, so it has no limit."
)
OF_MANY_SCANS, OF_ONE_SCAN = 2, 16
"""Variants of each scan that are measured."""


def show_safety(recipe: Recipe, pixels: np.ndarray, data: DataSet | None) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        run = _model()
        count = st.slider(
            "Scans",
            8,
            128,
            32,
            8,
            key="safety_scans",
            persist_state="session",
            width=180,
            disabled=data is None,
            help="From the validation part, so that a model has not learnt them by heart; half "
            "of them so that each label is present. Black scans are left out. More scans give "
            "steadier figures and take longer.",
        )
        seed = seed_input()
    if data is None and kept.is_black(pixels):
        st.info("This scan is black; there is nothing to keep. Choose another one.")
        return
    with showing_errors():
        scans = sample.draw(data, count, seed) if data else pixels[None]
        trial = Trial(scans, run, seed, OF_MANY_SCANS if data else OF_ONE_SCAN)
        report = trial.report(recipe)
        _whole(report)
        _steps(report)
        show_curve(recipe, trial)


def _model() -> Run | None:
    runs = {run.name: run for run in models.servable()}
    name = st.selectbox(
        "Ask a model",
        [NO_MODEL, *runs],
        format_func=lambda name: title(runs[name]) if name in runs else "No model",
        key="safety_model",
        persist_state="session",
        width=280,
        help="A trained model answers for the scans before and after the change: how far its "
        "probabilities move, and how many of its decisions flip.",
    )
    return runs.get(name)


def _whole(report: Report) -> None:
    found = report.whole
    text, icon, colour = BADGES[found.verdict]
    with st.container(border=True):
        st.badge(text, icon=icon, color=colour)
        st.markdown(f"**{found.sentence}**")
        for reason in found.reasons:
            st.markdown(f"- {reason}")
        measures = found.measures
        with st.container(horizontal=True):
            _share("Scan kept", measures.lit.mean, SCAN_HELP)
            _share("Kept by 9 of 10", measures.lit.low, "One variant in ten keeps less than this.")
            _share("Structure kept", measures.structure.mean, STRUCTURE_HELP)
            st.metric("Grey levels off", f"{measures.distance.mean:.1f}", help=OFF_HELP, width=150)
        scans = "1 scan" if measures.scans == 1 else f"{measures.scans} scans"
        st.caption(f"{scans}, {measures.variants} variants of each.")
    if measures.labels:
        _labels(found)


def _share(label: str, share: float, help: str) -> None:
    st.metric(label, wording.percent(share), help=help, width=150)


def _labels(found: Finding) -> None:
    table = pd.DataFrame([each.to_json() for each in found.measures.labels])
    percent = st.column_config.NumberColumn
    st.dataframe(
        table[["label", "shift", "flipped", "positives", "lost"]],
        hide_index=True,
        alt="what the model makes of the variants",
        column_config={
            "label": "Label",
            "shift": percent("Change of probability", format="%+.3f", help="Mean over variants."),
            "flipped": percent(
                "Flipped", format="percent", help="Variants with another decision than their scan."
            ),
            "positives": percent(
                "Positives", help="Scans on which the model finds the label before the change."
            ),
            "lost": percent(
                "Positives flipped",
                format="percent",
                help="Of the variants of those scans, the share on which it finds it no longer.",
            ),
        },
    )


def _steps(report: Report) -> None:
    if not report.steps:
        return
    st.subheader("Each step alone", help="Always applied, whatever its probability.")
    for found in report.steps:
        text, icon, colour = BADGES[found.verdict]
        with st.container(horizontal=True, wrap=False, gap="small"):
            st.badge(found.verdict, icon=icon, color=colour, help=" ".join(found.reasons) or text)
            st.markdown(found.sentence, width="stretch")
    for name in report.alone_impossible:
        st.caption(f"{name} cannot work without the steps before it and is not measured alone.")
