"""What a model has said of the scans given: bad files, the table of many, the sheet of one."""

import json

import streamlit as st

from mlcore.data import dataset
from mlcore.inspect.wording import counted
from mlcore.predict import answer_table
from mlcore.predict.predictor import Answer, Predictor
from mlcore.runs import summaries
from mlcore.runs.folder import Run
from mlcore.trust import ready as trust
from pages.parts import answers_table, case_sheet
from pages.parts.asking import Asked
from pages.parts.pickers import open_stored

MOST_ERRORS = 2
"""Reasons shown one by one; more stand in a list."""


def show_answers(run: Run, predictor: Predictor, asked: Asked) -> int | None:
    """The table of many, or the one scan; gives which answer's scores are shown."""
    if asked.stopped and not asked.done:
        st.info(f"Stopped after {len(asked.answers):,} of {asked.total:,} scans.")
        st.button("Go on", icon=":material/play_arrow:", on_click=asked.go_on)
    _bad(asked.answers)
    good = [answer for answer in asked.answers if not answer.error]
    if not good:
        return None
    st.caption(
        f"{counted(len(good), 'scan')} answered in {_time(asked.seconds)} by "
        f"{summaries.of(run).network}."
    )
    opened = _pick_row(run, asked) if len(asked.answers) > 1 else 0
    if opened is None and len(good) == 1:
        opened = asked.answers.index(good[0])
    if opened is None or asked.answers[opened].error:
        return None
    name = run.config["dataset"]
    data = open_stored(name) if dataset.exists(name) else None
    return opened if case_sheet.show(run, predictor, asked.answers[opened], data) else None


def _bad(answers: list[Answer]) -> None:
    bad = [answer for answer in answers if answer.error]
    if len(bad) <= MOST_ERRORS:
        for answer in bad:
            st.error(answer.error, icon=":material/broken_image:")
        return
    with st.expander(
        f"{len(bad):,} of {counted(len(answers), 'file')} gave no answer",
        icon=":material/broken_image:",
    ):
        st.dataframe(
            [{"file": answer.file, "reason": answers_table.reason(answer)} for answer in bad],
            hide_index=True,
            column_config={"reason": st.column_config.TextColumn(width="large")},
            alt="files that gave no answer, and why",
        )


def _time(seconds: float) -> str:
    return f"{1000 * seconds:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"


def _pick_row(run: Run, asked: Asked) -> int | None:
    asked.judge(trust.load(run).gate)
    held = sum(kind in ("strange", "empty") for kind in asked.gate)
    insisted = held and st.toggle(
        f"Also show what the network says of the {counted(held, 'scan')} that "
        f"{'is' if held == 1 else 'are'} empty or unlike the training scans",
        key="insist_table",
        help=case_sheet.WITHHELD,
    )
    table = answers_table.frame(asked.answers, asked.gate, bool(insisted))
    st.caption("Tick the box before a row to open its scan.")
    picked = st.dataframe(
        table,
        hide_index=True,
        placeholder="–",
        column_config=answers_table.columns(table),
        on_select="rerun",
        selection_mode="single-row",
        key=f"answers-{hash(asked.key)}",
        alt="all answers",
    )
    _downloads(asked)
    return picked.selection.rows[0] if picked.selection.rows else None


def _downloads(asked: Asked) -> None:
    """Made when they are asked for."""
    offers = {
        "CSV": ("answers.csv", lambda: _csv(asked)),
        "JSON": ("answers.json", lambda: _json(asked)),
    }
    with st.container(horizontal=True):
        for title, (file, make) in offers.items():
            st.download_button(title, make, file, icon=":material/download:", on_click="ignore")


def _csv(asked: Asked) -> str:
    labels = next(tuple(answer.labels) for answer in asked.answers if not answer.error)
    return answer_table.csv(asked.answers, labels, asked.gate if any(asked.gate) else None)


def _json(asked: Asked) -> str:
    told = [
        answer.to_json() | {"gate": kind}
        for answer, kind in zip(asked.answers, asked.gate, strict=True)
    ]
    return json.dumps(told, ensure_ascii=False)
