"""Where a model does worse: groups of scans, and scans of poor quality."""

import pandas as pd
import streamlit as st

from mlcore.evaluate import slices
from mlcore.evaluate.evaluated import Evaluated
from mlcore.metrics import table
from mlcore.predict import models, robustness
from pages.parts import charts, evaluate_charts, scan_gallery
from pages.parts.shell import showing_errors
from pages.parts.working import with_bar

METRICS = ("auc", "average_precision", "f1", "balanced_accuracy", "brier")
MOST_SHOWN = 24


def groups(seen: Evaluated) -> None:
    st.subheader(
        "Groups of scans, the worst first",
        help="The same model on parts of the scans: black or not, by brightness, and by each other "
        "column of the label table (age, sex, view …). A group whose interval lies clear of the "
        "dashed line, the score of all scans, is worse or better than could be chance; but among "
        "twenty groups one lies off by chance alone.",
    )
    if seen.ground is None:
        st.info("The data set is gone, so its groups are unknown.", icon=":material/info:")
        return
    name = _metric("evaluate_slices_by")
    found = _scored(seen, seen.result["key"], seen.run.name, name)
    if not found:
        st.info(f"No group has {slices.FEWEST} scans or more.", icon=":material/info:")
        return
    title = table.BY_NAME[name].title
    whole = seen.result["metrics"][name]["value"]
    charts.show(
        evaluate_charts.intervals(found[:MOST_SHOWN], title, whole), "slices", "scores of groups"
    )
    if len(found) > MOST_SHOWN:
        st.caption(f"The worst {MOST_SHOWN} of {len(found)} groups.")
    st.caption(
        f"{title}, mean of the labels that are defined in the group; 95 % intervals. Mind the "
        "trivial answer: average precision and F1 fall where a finding is rarer."
    )
    names = [f"{each.slice.by}: {each.slice.value}" for each in found]
    with st.expander("Look at the scans of a group", icon=":material/photo_library:"):
        at = names.index(st.selectbox("Group", names, key="evaluate_slice"))
        scan_gallery.paged(
            seen.data, seen.rows[found[at].slice.rows], f"slice_{names[at]}_{seen.split}", None, 12
        )


@st.cache_data(max_entries=16, show_spinner="Scoring groups …")
def _scored(_seen: Evaluated, key: str, run: str, name: str) -> list[slices.Scored]:  # noqa: ARG001
    parts = slices.slices(_seen.ground, _seen.given)
    return slices.score(
        _seen.given, _seen.decisions.thresholds, _seen.together, parts, table.BY_NAME[name]
    )


def poor_quality(seen: Evaluated) -> None:
    st.subheader(
        "Scores on worse scans",
        help="Up to 500 of these scans with noise, blur, less contrast, a turn or a crop, each at "
        "five strengths. A model that falls at strength 1 has learnt the scanner, not the finding.",
    )
    found = robustness.stored(seen.run, seen.split)
    if found is None:
        st.markdown("Asks the network about up to 500 scans, changed in 25 ways.")
        if not st.button("Measure", type="primary", icon=":material/blur_on:"):
            return
        with showing_errors():
            with st.spinner("Getting the network ready …"):
                predictor = models.load_waiting(seen.run)
            found = with_bar(
                "Asking",
                lambda bar: robustness.measure(seen.run, predictor, seen.split, bar),
            )
        if found is None:
            return
    name = st.segmented_control(
        "Score",
        robustness.METRICS,
        default="average_precision",
        required=True,
        format_func=lambda name: table.BY_NAME[name].title,
        key="evaluate_robust_by",
    )
    charts.show(
        evaluate_charts.decline(_frame(found, name), table.BY_NAME[name].title),
        "robustness",
        "scores by corruption and strength",
    )
    st.caption(
        f"{found['n']:,} scans, mean of labels, 95 % intervals. "
        + " · ".join(
            f"{row.title}: {', '.join(f'{amount:g}' for amount in row.amounts)} {row.unit}"
            for row in robustness.CORRUPTIONS
        )
    )


def _frame(found: dict, name: str) -> pd.DataFrame:
    kept = {(row["corruption"], row["strength"]): row for row in found["rows"]}
    start = kept["none", 0]
    rows = []
    for each in robustness.CORRUPTIONS:
        for strength, row in [(0, start), *((k, kept[each.name, k]) for k in robustness.LEVELS)]:
            told = f"{row['amount']:g} {each.unit}" if strength else "as they are"
            rows.append(
                {"name": each.title, "strength": strength, "told": told} | row["scores"][name]
            )
    return pd.DataFrame(rows).astype({"value": float, "low": float, "high": float})


def _metric(key: str) -> str:
    return st.segmented_control(
        "Score",
        METRICS,
        default="auc",
        required=True,
        format_func=lambda name: table.BY_NAME[name].title,
        key=key,
        help="\n\n".join(f"**{table.BY_NAME[n].title}**: {table.BY_NAME[n].help}" for n in METRICS),
    )
