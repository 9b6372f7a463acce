"""A second model on the same scan, beside the first."""

import pandas as pd
import streamlit as st

from mlcore.predict.predictor import Answer
from mlcore.runs import summaries
from mlcore.runs.folder import Run
from mlcore.trust import ready as trust
from pages.parts.shell import showing_errors

NOTHING = "–"


def show_beside(first: Run, answer: Answer, second: Run, other: Answer) -> None:
    """Label by label; a second model that never learnt from such scans is not heard."""
    with showing_errors():
        with st.spinner("Getting to know the training scans, once for each data set …"):
            gate = trust.load(second).gate
        verdict = gate and gate.verdict(other.pixels)
        if verdict and not verdict.passed:
            st.warning(
                f"{summaries.of(second).title} has nothing to say here. {verdict.sentence}",
                icon=":material/block:",
            )
            return
        _table(_titles(first, second), (answer, other))


def _titles(*runs: Run) -> list[str]:
    """Names of networks, told apart where they are the same."""
    names = [summaries.of(run).network for run in runs]
    if len(set(names)) == len(names):
        return names
    return [f"{name} ({run.name[-4:]})" for name, run in zip(names, runs, strict=True)]


def _table(titles: list[str], answers: tuple[Answer, Answer]) -> None:
    rows = []
    for label in dict.fromkeys(name for told in answers for name in told.labels):
        pair = [told.labels.get(label) for told in answers]
        row: dict[str, object] = {"label": label}
        for title, given in zip(titles, pair, strict=True):
            row[title] = given and 100 * given.probability
            row[f"{title} says"] = ("present" if given.positive else "absent") if given else NOTHING
        same = NOTHING if None in pair else _yes_no(pair[0].positive == pair[1].positive)
        rows.append(row | {"same decision": same})
    score = st.column_config.ProgressColumn(min_value=0, max_value=100, format="%.1f %%")
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        placeholder=NOTHING,
        column_config=dict.fromkeys(titles, score),
        alt="two models on the same scan",
    )
    st.caption("Each model decides by its own thresholds.")


def _yes_no(true: bool) -> str:
    return "yes" if true else "no"
