"""Asking a model about scans, and showing what it says."""

import json
import time
from dataclasses import dataclass, field
from itertools import islice

import pandas as pd
import streamlit as st

from mlcore import atomic, paths
from mlcore.data import dataset
from mlcore.predict import answer_table, inputs, models
from mlcore.predict.predictor import Answer, NotReady, Predictor
from mlcore.runs import summaries
from mlcore.runs.folder import Run
from pages.parts import case_sheet
from pages.parts.pickers import open_stored
from pages.parts.scan_inputs import Given

BETWEEN_TABLES = 0.5
"""Seconds between two pictures of a table that fills."""
MOST_ERRORS = 2
"""Reasons shown above the table; all are in it."""


@dataclass
class Asked:
    """What one model has said of the scans given, kept for the visit."""

    key: tuple
    total: int
    answers: list[Answer] = field(default_factory=list)
    stopped: bool = False

    def stop(self) -> None:
        self.stopped = True

    def go_on(self) -> None:
        self.stopped = False

    @property
    def done(self) -> bool:
        return len(self.answers) >= self.total


def ready(run: Run) -> Predictor:
    try:
        return models.load(run)
    except NotReady:
        with st.spinner("The model has just been trained; preparing it for quick answers …"):
            return models.load_waiting(run)


def ask(predictor: Predictor, given: Given, place: str) -> Asked:
    """Answers in the order of the scans; only what has not been answered yet is asked.

    ``place`` is where they are kept: one for each model on the page.
    """
    stamp = atomic.stamp(Run(paths.runs() / predictor.run).onnx_file)
    key = (predictor.run, stamp, predictor.decisions.digest, given.key)
    asked = st.session_state.get(place)
    if asked is None or asked.key != key:
        asked = st.session_state[place] = Asked(key, inputs.count(given.files))
    if not asked.done and not asked.stopped:
        _go_on(asked, predictor, given)
    return asked


def _go_on(asked: Asked, predictor: Predictor, given: Given) -> None:
    many = asked.total > 1
    space = st.empty()
    with space.container():
        if many:
            st.button("Cancel", icon=":material/stop:", on_click=asked.stop)
            bar, table = st.progress(0.0, text="Answering …"), st.empty()
        shown = time.monotonic()
        rest = islice(inputs.each(given.files), len(asked.answers), None)
        for answer in predictor.answers(rest):
            asked.answers.append(answer)
            if many and time.monotonic() - shown > BETWEEN_TABLES:
                done = len(asked.answers)
                bar.progress(
                    min(done / asked.total, 1.0), text=f"{done:,} of {asked.total:,} scans"
                )
                table.dataframe(_table(asked.answers), hide_index=True, alt="answers so far")
                shown = time.monotonic()
        asked.total = len(asked.answers)
    space.empty()


def show_answers(run: Run, predictor: Predictor, asked: Asked) -> int | None:
    """The table of many, or the one scan; gives which answer is open."""
    if asked.stopped and not asked.done:
        st.info(f"Stopped after {len(asked.answers):,} of {asked.total:,} scans.")
        st.button("Go on", icon=":material/play_arrow:", on_click=asked.go_on)
    bad = [answer for answer in asked.answers if answer.error]
    for answer in bad[:MOST_ERRORS]:
        st.error(answer.error, icon=":material/broken_image:")
    if len(bad) > MOST_ERRORS:
        st.caption(f"{len(bad) - MOST_ERRORS:,} more files gave no answer; the table says why.")
    good = [answer for answer in asked.answers if not answer.error]
    if not good:
        return None
    took = sum(answer.milliseconds for answer in good)
    st.caption(
        f"{len(good):,} {'scan' if len(good) == 1 else 'scans'} answered in {took:.0f} ms by "
        f"{summaries.of(run).network}."
    )
    opened = _pick_row(asked) if len(asked.answers) > 1 else 0
    if opened is None and len(good) == 1:
        opened = asked.answers.index(good[0])
    if opened is None or asked.answers[opened].error:
        return None
    show_one(run, predictor, asked.answers[opened])
    return opened


def show_one(run: Run, predictor: Predictor, answer: Answer) -> None:
    name = run.config["dataset"]
    data = open_stored(name) if dataset.exists(name) else None
    case_sheet.show(run, predictor, answer, data)


def show_beside(first: Run, answer: Answer, second: Run, other: Answer) -> None:
    """Two models on the same scan, label by label."""
    titles = [f"{summaries.of(run).network} ({run.name[-4:]})" for run in (first, second)]
    rows = []
    for label in dict.fromkeys([*answer.labels, *other.labels]):
        pair = [told.labels.get(label) for told in (answer, other)]
        same = "–" if None in pair else ("yes" if pair[0].positive == pair[1].positive else "no")
        shares = [given and given.probability for given in pair]
        rows.append(
            {"label": label, **dict(zip(titles, shares, strict=True)), "same decision": same}
        )
    percent = st.column_config.ProgressColumn(min_value=0, max_value=1, format="percent")
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        column_config=dict.fromkeys(titles, percent),
        alt="two models on the same scan",
    )


def _pick_row(asked: Asked) -> int | None:
    table = _table(asked.answers)
    labels = [name for name in table if f"{name} present" in table]
    percent = st.column_config.ProgressColumn(min_value=0, max_value=1, format="percent")
    st.caption("Select a row to see its scan.")
    picked = st.dataframe(
        table,
        hide_index=True,
        column_config=dict.fromkeys(labels, percent),
        on_select="rerun",
        selection_mode="single-row",
        key=f"answers-{hash(asked.key)}",
        alt="all answers",
    )
    _downloads(asked.answers, tuple(labels))
    return picked.selection.rows[0] if picked.selection.rows else None


def _downloads(answers: list[Answer], labels: tuple[str, ...]) -> None:
    """Made when they are asked for."""
    offers = {
        "CSV": ("answers.csv", lambda: answer_table.csv(answers, labels)),
        "JSON": (
            "answers.json",
            lambda: json.dumps([answer.to_json() for answer in answers], ensure_ascii=False),
        ),
    }
    with st.container(horizontal=True):
        for title, (file, make) in offers.items():
            st.download_button(title, make, file, icon=":material/download:", on_click="ignore")


def _table(answers: list[Answer]) -> pd.DataFrame:
    labels = next((answer.labels for answer in answers if not answer.error), ())
    rows = []
    for answer in answers:
        row: dict[str, object] = {"file": answer.file}
        for label in labels:
            given = answer.labels.get(label)
            row[label] = given.probability if given else None
            row[f"{label} present"] = given.positive if given else None
        rows.append(row | {"notes": answer.error or "; ".join(answer.warnings)})
    return pd.DataFrame(rows)
