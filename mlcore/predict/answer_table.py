"""Answers as a table: what the command writes and the page hands out."""

from collections.abc import Sequence

import pandas as pd

from mlcore.predict.predictor import Answer


def table(
    answers: list[Answer], labels: tuple[str, ...], gate: Sequence[str | None] | None = None
) -> pd.DataFrame:
    """A row an answer: ``file``, of each label ``<label>_probability`` and ``<label>_positive`` (1
    or 0), ``gate`` where it is known (what the novelty gate says: ``passed``, ``strange`` or
    ``empty``), ``warnings``, ``error``; what a file did not give is blank."""
    columns: dict[str, list] = {"file": [answer.file for answer in answers]}
    for label in labels:
        given = [answer.labels.get(label) for answer in answers]
        columns[f"{label}_probability"] = [one and one.probability for one in given]
        positive = [None if one is None else int(one.positive) for one in given]
        columns[f"{label}_positive"] = pd.array(positive, "Int8")
    if gate is not None:
        columns["gate"] = [kind or "" for kind in gate]
    columns["warnings"] = ["; ".join(answer.warnings) for answer in answers]
    columns["error"] = [answer.error or "" for answer in answers]
    return pd.DataFrame(columns)


def csv(
    answers: list[Answer], labels: tuple[str, ...], gate: Sequence[str | None] | None = None
) -> str:
    return table(answers, labels, gate).to_csv(index=False, lineterminator="\n")
