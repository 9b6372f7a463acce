"""What a model said of scans: one as a case sheet, many as a table."""

import json

import pandas as pd
import streamlit as st

from mlcore.data import dataset
from mlcore.errors import ScanLabError
from mlcore.evaluate import background
from mlcore.predict.predictor import Answer
from mlcore.runs import summaries
from mlcore.runs.folder import Run
from pages.parts import asking, case_sheet
from pages.parts.pictures import png
from pages.parts.shell import showing_errors

FEW_REASONS, MOST_REASONS = 3, 200


def show(run: Run, answers: list[Answer]) -> None:
    good = [answer for answer in answers if not answer.error]
    _refused([answer for answer in answers if answer.error], len(answers))
    if not good:
        return
    took = sum(answer.milliseconds for answer in good)
    st.caption(
        f"{len(good):,} {'scan' if len(good) == 1 else 'scans'} answered in {took:,.0f} ms by "
        f"{run.config['model'].upper()}."
    )
    chosen = good[0] if len(good) == 1 else _table(good)
    if chosen:
        _sheet(run, chosen)
    elif len(good) > 1:
        st.info("Choose a row to see all that is known about it.", icon=":material/table_rows:")
    if len(answers) > 1:
        _downloads(answers)


def _sheet(run: Run, answer: Answer) -> None:
    case_sheet.show(run, asking.ready(run), answer, _data(run))
    other = _other_model(run)
    if other:
        with showing_errors():
            _beside(run, other, answer)


def _data(run: Run) -> dataset.DataSet | None:
    try:
        return background.data_of(run)
    except ScanLabError:
        return None


def _table(good: list[Answer]) -> Answer | None:
    """All answers; the one whose row is chosen."""
    labels = list(good[0].labels)
    rows = [
        {"file": answer.file}
        | {label: given.probability for label, given in answer.labels.items()}
        | {
            "present": ", ".join(name for name, given in answer.labels.items() if given.positive),
            "notes": "; ".join(answer.warnings),
        }
        for answer in good
    ]
    percent = st.column_config.ProgressColumn(min_value=0, max_value=1, format="percent")
    event = st.dataframe(
        pd.DataFrame(rows)[["file", "present", *labels, "notes"]],
        hide_index=True,
        column_config=dict.fromkeys(labels, percent),
        on_select="rerun",
        selection_mode="single-row",
        selection_default={"selection": {"rows": [0]}},
        key="answers_table",
        alt="all answers",
    )
    chosen = event.selection.rows
    return good[chosen[0]] if chosen and chosen[0] < len(good) else None


def _refused(bad: list[Answer], total: int) -> None:
    if not bad:
        return
    if len(bad) <= FEW_REASONS:
        for answer in bad:
            st.error(answer.error, icon=":material/broken_image:")
        return
    with st.expander(
        f"{len(bad):,} of {total:,} could not be read", icon=":material/broken_image:"
    ):
        for answer in bad[:MOST_REASONS]:
            st.markdown(f"- {answer.error}")
        if len(bad) > MOST_REASONS:
            st.caption("The files below hold the rest.")


def _downloads(answers: list[Answer]) -> None:
    rows = []
    for answer in answers:
        row: dict[str, object] = {"file": answer.file}
        for label, given in answer.labels.items():
            row[f"{label}_probability"] = given.probability
            row[f"{label}_positive"] = int(given.positive)
        rows.append(row | {"warnings": "; ".join(answer.warnings), "error": answer.error or ""})
    with st.container(horizontal=True):
        st.download_button(
            "CSV",
            pd.DataFrame(rows).to_csv(index=False),
            "answers.csv",
            "text/csv",
            icon=":material/download:",
            on_click="ignore",
        )
        st.download_button(
            "JSON",
            json.dumps([answer.to_json() for answer in answers], ensure_ascii=False),
            "answers.json",
            "application/json",
            icon=":material/download:",
            on_click="ignore",
        )


def _other_model(run: Run) -> Run | None:
    """A second model for the same scan, where there is one with a label in common."""
    others = {
        each.run: each for each in summaries.every() if each.has_model and each.run != run.name
    }
    if not others:
        return None
    name = st.selectbox(
        "Ask a second model about this scan",
        list(others),
        index=None,
        format_func=lambda name: others[name].title,
        key="second_model",
        placeholder="none",
        help="Two models side by side: where they disagree, neither is to be trusted much.",
    )
    return Run(run.folder.with_name(name)) if name else None


def _beside(run: Run, other: Run, answer: Answer) -> None:
    second = asking.ready(other).answer(answer.file, png(answer.pixels, 0))
    rows = [
        {
            "label": label,
            run.config["model"]: first.probability if first else None,
            f"{other.config['model']} ({other.name[-4:]})": given.probability if given else None,
            "agree": "–"
            if None in (first, given)
            else "yes"
            if first.positive == given.positive
            else "no",
        }
        for label in dict.fromkeys([*answer.labels, *second.labels])
        for first, given in [(answer.labels.get(label), second.labels.get(label))]
    ]
    numbers = st.column_config.NumberColumn(format="percent")
    table = pd.DataFrame(rows)
    st.dataframe(
        table,
        hide_index=True,
        column_config=dict.fromkeys(table.columns[1:3], numbers),
        alt="two models side by side",
    )
