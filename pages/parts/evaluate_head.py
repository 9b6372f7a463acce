"""The main scores of a run with what they are to be held against, and what is suspicious."""

from collections.abc import Iterator
from typing import Any

import streamlit as st

from mlcore.evaluate import answers, looks
from mlcore.evaluate.evaluated import Evaluated
from mlcore.metrics import table

SHOWN = ("f1", "average_precision", "auc", "balanced_accuracy", "brier")
BESIDE = (
    "**95 %**: where the score would lie with other scans of the same kind; copies and scans of "
    "one patient are drawn together. **Trivial**: the best that answers without looking score. "
    "**Linear**: a logistic regression on 128 numbers a scan. **Ceiling**: the best that any model "
    "can reach, as scans equal in every pixel have different labels."
)


def head(seen: Evaluated) -> None:
    with st.grid(5, min_column_width=150):
        for name in SHOWN:
            _card(name, seen.result["metrics"][name])
    result = seen.result
    st.caption(
        f"Means over {len(seen.labels)} labels, {result['n']:,} {answers.TITLES[seen.split]} "
        f"scans in {result['groups']:,} groups, {result['resamples']:,} draws.",
        help=BESIDE,
    )
    for sentence in _suspicions(seen):
        st.warning(sentence, icon=":material/warning:")
    if seen.split == "test":
        _looks(seen)


def number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def between(row: dict[str, Any]) -> str:
    if row["low"] is None:
        return "–"
    return f"{row['low']:.3f} to {row['high']:.3f}"


def _card(name: str, row: dict[str, Any]) -> None:
    metric = table.BY_NAME[name]
    with st.container(border=True, height="stretch", gap="xsmall"):
        st.metric(metric.title, number(row["value"]), help=f"{metric.help}\n\n{BESIDE}")
        lines = [f"95 %: {between(row)}", f"trivial {number(row['trivial'])}"]
        lines += [f"{of} {number(row[of])}" for of in ("linear", "ceiling") if row[of] is not None]
        st.caption("  \n".join(lines))


def _suspicions(seen: Evaluated) -> Iterator[str]:
    """What would mislead somebody who reads the numbers alone."""
    never = [label for i, label in enumerate(seen.labels) if not seen.decided[:, i].any()]
    if never:
        yield (
            f"**{', '.join(never)}** {'is' if len(never) == 1 else 'are'} never called present at "
            "these thresholds, whatever AUC and accuracy say."
        )
    judged = {name: seen.result["metrics"][name] for name in ("f1", "average_precision", "auc")}
    in_doubt = [
        f"{table.BY_NAME[name].title} ({between(row)}; without looking {number(row['trivial'])})"
        for name, row in judged.items()
        if row["low"] is not None and row["low"] <= row["trivial"]
    ]
    if in_doubt:
        yield f"May be no better than an answer without looking: {', '.join(in_doubt)}."
    for name, row in judged.items():
        title = table.BY_NAME[name].title
        limited = [("the mean of labels", row), *row["per_label"].items()]
        for label, each in limited:
            if each["ceiling"] is not None and (each["low"] or 0) > each["ceiling"]:
                yield (
                    f"{title} of {label} lies above the ceiling of the data "
                    f"({number(each['ceiling'])}), which no honest model can: look for a leak."
                )
    if not seen.result["ceiling_known"]:
        yield (
            "The data set of this run is gone or has changed, so copies, the ceiling and the "
            "linear model are unknown."
        )


def _looks(seen: Evaluated) -> None:
    times = looks.count(seen.run)
    told = f"This run was scored on its test part **{times}** time{'' if times == 1 else 's'}."
    cost = _cost(seen.run.name, seen.result["key"], _judged(seen))
    if cost.runs > 1:
        told += (
            f" **{cost.runs}** runs were scored on the same test part: picking the best of them by "
            f"F1 adds about **{cost.optimism:.3f}** by luck alone."
        )
    st.caption(
        f":material/visibility: {told}",
        help="A test part tells the truth once. Who scores many runs on it and keeps the best one "
        "keeps luck too. Estimated by drawing the test scans again and choosing the best run of "
        "each draw.",
    )


def _judged(seen: Evaluated) -> tuple[str, ...]:
    return tuple(run.name for run in looks.judged(seen.run))


@st.cache_data(max_entries=16, show_spinner=False)
def _cost(name: str, key: str, names: tuple[str, ...]) -> looks.Cost:  # noqa: ARG001 (keys)
    return looks.cost([looks.folder.get(each) for each in names])
