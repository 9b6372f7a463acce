"""The answers to many scans as one table."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from mlcore.predict.predictor import Answer

LIKE = "like training scans"
LIKE_WORDS = {"passed": "yes", "strange": "no", "empty": "empty"}
PRESENT = "present"
HELPS = {
    LIKE: "Whether the scan is one the network can know anything about: the novelty gate compares "
    "it with the training scans. **Empty**: black, or one grey value throughout.",
    PRESENT: "Labels whose score is at or above their threshold.",
}


def frame(
    answers: Sequence[Answer], gate: Sequence[str | None], insisted: bool = False
) -> pd.DataFrame:
    """A row an answer: ``file``, which labels are present, whether it is like the training scans,
    the score of each in percent, ``notes``. Scores of other scans are held back until somebody
    ``insisted``."""
    labels = next((answer.labels for answer in answers if not answer.error), ())
    rows = []
    for answer, kind in zip(answers, gate, strict=True):
        shown = answer.labels if insisted or kind in (None, "passed") else {}
        present = [label for label, given in shown.items() if given.positive]
        row: dict[str, object] = {"file": answer.file}
        row[PRESENT] = (", ".join(present) or "none") if shown else (kind and "held back") or ""
        row[LIKE] = LIKE_WORDS.get(kind, "")
        for label in labels:
            row[label] = 100 * shown[label].probability if label in shown else None
        rows.append(row | {"notes": reason(answer) or "; ".join(answer.warnings)})
    made = pd.DataFrame(rows)
    return made if any(gate) else made.drop(columns=LIKE)


def columns(table: pd.DataFrame) -> dict:
    """How the columns of `frame` are drawn."""
    drawn = {name: st.column_config.TextColumn(help=text) for name, text in HELPS.items()}
    score = st.column_config.ProgressColumn(min_value=0, max_value=100, format="%.1f %%")
    return drawn | dict.fromkeys(table.columns.difference(["file", "notes", *HELPS]), score)


def filling(answers: Sequence[Answer], gate: Sequence[str | None], place: DeltaGenerator) -> None:
    """The newest answers, while more are on their way."""
    table = frame(answers, gate)
    place.dataframe(table, hide_index=True, column_config=columns(table), alt="answers so far")


def reason(answer: Answer) -> str:
    """Why a file gave no answer, without its name; nothing where it gave one."""
    return (answer.error or "").removeprefix(f"{answer.file}: ")
