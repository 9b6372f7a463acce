"""Every metric, for all labels together or one, beside trivial answers and the linear model."""

from typing import Any

import pandas as pd
import streamlit as st

from mlcore.evaluate.evaluated import Evaluated
from mlcore.evaluate.evaluation import LINEAR
from mlcore.metrics import table, trivial
from pages.parts.evaluate_head import between, number

EACH = "mean of labels"
COLUMNS = {
    "value": "score",
    "low": "95 % from",
    "high": "to",
    "trivial": "trivial",
    "linear": "linear",
    "ceiling": "ceiling",
}
COLUMN_HELP = {
    "95 % from": "Lower end of the 95 % interval: other scans of the same kind, copies and scans "
    "of one patient drawn together.",
    "to": "Upper end of the 95 % interval.",
    "trivial": "The best that answers without looking score.",
    "linear": "A logistic regression on 128 numbers a scan.",
    "ceiling": "The best any model can reach, as equal scans have different labels.",
}


def scores(seen: Evaluated) -> None:
    shown = st.selectbox(
        "Scores of",
        [*table.AVERAGE_TITLES, *seen.labels],
        format_func=lambda name: table.AVERAGE_TITLES.get(name, name),
        key="evaluate_scores_of",
        help=table.AVERAGE_HELP,
        width=320,
    )
    rows = [_row(metric, _part(seen.result, metric, shown)) for metric in table.METRICS]
    _show([row for row in rows if row], "all scores")
    st.caption("A dash is undefined: nothing to count, as where a label is never present.")
    with st.expander("What each score means", icon=":material/help:"):
        st.markdown("\n".join(f"- **{row.title}**: {row.help}" for row in table.METRICS))
    st.subheader(
        "Labels",
        help="F1, average precision and AUC of each label with their intervals. The tick is what "
        "the best answer without looking scores.",
    )
    _show(_labels(seen), "scores of labels")
    _beside(seen)


def _part(result: dict[str, Any], metric: table.Metric, shown: str) -> dict[str, Any] | None:
    kept = result["metrics"][metric.name]
    if shown in (kept["average"], table.AVERAGES[0]):
        return kept
    return kept["averages"].get(shown) or kept["per_label"].get(shown)


def _row(metric: table.Metric, kept: dict[str, Any] | None) -> dict[str, Any]:
    if kept is None:
        return {}
    better = "" if metric.higher_is_better else " (lower is better)"
    return {"metric": metric.title + better} | {
        title: kept[column] for column, title in COLUMNS.items()
    }


def _labels(seen: Evaluated) -> list[dict[str, Any]]:
    rows = []
    for i, label in enumerate(seen.labels):
        known = seen.given.truth[:, i]
        row = {"label": label, "present": int((known == 1).sum())}
        for name in ("f1", "average_precision", "auc"):
            kept = seen.result["metrics"][name]["per_label"][label]
            title = table.BY_NAME[name].title
            row[title] = kept["value"]
            row[f"{title}, 95 %"] = between(kept)
            row[f"{title}, trivial"] = kept["trivial"]
            row[f"{title}, ceiling"] = kept["ceiling"]
        rows.append(row)
    return rows


def _beside(seen: Evaluated) -> None:
    st.subheader(
        "Beside answers without looking, and a linear model",
        help="A score means something only beside these. Trivial answers are told how often each "
        "label is present in these very scans.",
    )
    titles = {"own": "this model"} | {row.name: row.title for row in trivial.ANSWERS}
    titles[LINEAR] = "linear model"
    rows = []
    for metric in table.METRICS:
        kept = seen.result["metrics"][metric.name]
        row = {"metric": metric.title, titles["own"]: kept["value"]}
        for name, scored in seen.result["beside"].items():
            row[titles[name]] = scored[metric.name][kept["average"]]
        rows.append(row)
    _show(rows, "trivial answers")


def _show(rows: list[dict[str, Any]], alt: str) -> None:
    """Numbers to three places, a dash where nothing is defined; the first column is a name."""
    frame = pd.DataFrame([{name: _told(value) for name, value in row.items()} for row in rows])
    columns = {
        name: st.column_config.TextColumn(alignment="right", help=COLUMN_HELP.get(name))
        for name in frame.columns[1:]
    }
    st.dataframe(frame, hide_index=True, column_config=columns, alt=alt, height="content")


def _told(value: float | int | str | None) -> str:
    if isinstance(value, str):
        return value
    return f"{value:,}" if isinstance(value, int) else number(value)
