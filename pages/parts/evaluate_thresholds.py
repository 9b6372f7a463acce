"""The threshold lab: from which probability on each label counts as present, and calibration."""

import numpy as np
import pandas as pd
import streamlit as st

from mlcore.evaluate import answers, calibration, criteria, decisions, lab, tuning
from mlcore.evaluate.evaluated import Evaluated
from mlcore.evaluate.tuning import Tuned, Wish
from mlcore.metrics import table
from pages.parts import charts, evaluate_charts
from pages.parts.shell import showing_errors

COMPARED = (
    "f1",
    "precision",
    "recall",
    "specificity",
    "balanced_accuracy",
    "brier",
    "calibration_error",
)
LEAST = 0.0005
"""Smaller differences are none when rounded."""
LAB_HELP = (
    "A network gives a probability; the threshold makes it a yes or no, and on rare labels it is "
    "half the model. Thresholds and calibration are chosen on the validation part alone, kept with "
    "the model, and used by Predict, `predict` and `evaluate`."
)


def thresholds(seen: Evaluated) -> None:
    st.subheader("Threshold lab", help=LAB_HELP)
    wish = _form()
    with showing_errors():
        tuned = _tuned(seen, seen.run.name, seen.result["key"], wish)
        _table(seen, tuned)
        _keep(seen, tuned)
        _effect(seen, tuned)
        _sweep(seen, tuned, wish)


def _form() -> Wish:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.selectbox(
            "Best at",
            list(criteria.BY_NAME),
            format_func=lambda name: criteria.BY_NAME[name].title,
            key="lab_criterion",
            help="\n\n".join(f"**{row.title}**: {row.help}" for row in criteria.CRITERIA),
            width=220,
        )
        values = tuple(
            (
                row.name,
                st.number_input(
                    row.title,
                    row.low,
                    row.high,
                    row.default,
                    key=f"lab_{name}_{row.name}",
                    help=row.help,
                    width=190,
                ),
            )
            for row in criteria.BY_NAME[name].parameters
        )
        method = st.selectbox(
            "Calibration",
            list(calibration.BY_NAME),
            format_func=lambda name: calibration.BY_NAME[name].title,
            key="lab_method",
            help="Makes probabilities mean what they say.\n\n"
            + "\n\n".join(f"**{row.title}**: {row.help}" for row in calibration.METHODS),
            width=220,
        )
        shrink = st.number_input(
            "Shrink rare labels",
            0.0,
            1000.0,
            0.0,
            10.0,
            key="lab_shrink",
            help="A label with few present scans has a poor threshold of its own. This many "
            "present scans weigh as much as the one threshold that is best for all labels "
            "together; 0 shrinks nothing.",
            width=190,
        )
    return Wish(name, values, method, shrink)


@st.cache_data(max_entries=32, show_spinner="Choosing thresholds …")
def _tuned(_seen: Evaluated, name: str, key: str, wish: Wish) -> Tuned:  # noqa: ARG001 (keys)
    return tuning.tune(_seen.run, wish)


def _table(seen: Evaluated, tuned: Tuned) -> None:
    choice = tuned.choice
    present = (tuned.val.truth == 1).sum(axis=0)
    frame = pd.DataFrame(
        {
            "label": seen.labels,
            "present": present,
            "now": np.minimum(seen.decisions.thresholds, 1),
            "chosen": np.minimum(choice.thresholds, 1),
            "best alone": np.minimum(choice.own, 1),
            "95 % from": choice.low,
            "to": np.minimum(choice.high, 1),
            "own share": choice.weight,
        }
    )
    helps = {
        "present": "Validation scans that have the label.",
        "now": "The threshold in use.",
        "chosen": "What this wish gives.",
        "best alone": "The best for this label alone, before shrinking.",
        "95 % from": "Where the best threshold lies when scans are drawn again: a wide band means "
        "that another validation part would have given another threshold.",
        "own share": "How much of it is the label's own threshold; the rest is the shared one.",
    }
    st.dataframe(
        frame,
        hide_index=True,
        placeholder="–",
        alt="thresholds",
        column_config={
            name: st.column_config.NumberColumn(
                help=helps.get(name), format=None if name == "present" else "%.3f"
            )
            for name in frame.columns[1:]
        },
    )


def _keep(seen: Evaluated, tuned: Tuned) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button("Use these from now on", type="primary", icon=":material/save:"):
            decisions.save(seen.run, tuned.decisions)
            st.toast("Kept with the model; Predict uses them now.")
            st.rerun()
        chosen = decisions.are_chosen(seen.run)
        if chosen and st.button("Back to those of the training", icon=":material/undo:"):
            decisions.forget(seen.run)
            st.rerun()
        st.caption(_in_use(seen))


def _in_use(seen: Evaluated) -> str:
    rule = seen.decisions.rule
    if not rule:
        return "In use: best F1 on validation, as the training left them."
    method = calibration.BY_NAME[seen.decisions.method].title
    title = criteria.BY_NAME[rule["criterion"]].title
    values = ", ".join(f"{value:g}" for value in rule.get("parameters", {}).values())
    return f"In use: {title} {values}".rstrip() + f", calibration: {method}."


def _effect(seen: Evaluated, tuned: Tuned) -> None:
    """On the part that the page shows, before anything is kept."""
    given = answers.as_kept(seen.run, seen.split)
    before = tuning.effect(given, seen.decisions)
    after = tuning.effect(given, tuned.decisions)
    part = answers.TITLES[seen.split]
    st.subheader(
        f"What it does on the {part} part",
        help="Mean of labels, with the thresholds in use and with the chosen ones."
        + (
            " These scans chose the thresholds, so this is a little optimistic."
            if seen.split == "val"
            else " Looking at many wishes here makes the test part a second validation part."
        ),
    )
    with st.grid(len(COMPARED), min_column_width=130):
        for name in COMPARED:
            metric = table.BY_NAME[name]
            now, then = (of.averages[name]["macro"] for of in (before, after))
            st.metric(
                metric.title,
                "–" if np.isnan(then) else f"{then:.3f}",
                delta=f"{then - now:+.3f}" if abs(then - now) >= LEAST else None,
                delta_color="normal" if metric.higher_is_better else "inverse",
                help=metric.help,
                border=True,
                height="stretch",
            )
    shown = ("f1", "precision", "recall", "specificity")
    st.dataframe(
        [
            {"label": label}
            | {
                f"{table.BY_NAME[name].title}{told}": of.per_label[name][i]
                for name in shown
                for told, of in ((", now", before), (", then", after))
            }
            for i, label in enumerate(seen.labels)
        ],
        hide_index=True,
        placeholder="–",
        alt="effect per label",
        column_config={
            f"{table.BY_NAME[name].title}{told}": st.column_config.NumberColumn(format="%.3f")
            for name in shown
            for told in (", now", ", then")
        },
    )


def _sweep(seen: Evaluated, tuned: Tuned, wish: Wish) -> None:
    label = st.selectbox("Thresholds of", seen.labels, key="evaluate_label", width=240)
    at = seen.labels.index(label)
    criterion = criteria.BY_NAME[wish.criterion]
    tried = lab.sweep(tuned.val.truth[:, at], tuned.probability[:, at], criterion, wish.values)
    choice = tuned.choice
    charts.show(
        evaluate_charts.worth(
            tried.cuts,
            tried.worth,
            criterion.axis,
            (float(choice.low[at]), float(choice.high[at])),
            float(choice.thresholds[at]),
            float(seen.decisions.thresholds[at]),
        ),
        "sweep",
        "what every threshold would reach",
    )
    st.caption(
        "What every threshold would reach on validation. The band is where the best one lies in "
        "95 of 100 draws of the scans."
    )
