"""Answers as a table: what the command writes and the page hands out."""

import pandas as pd

from mlcore.predict.predictor import Answer


def table(answers: list[Answer], labels: tuple[str, ...]) -> pd.DataFrame:
    """A row an answer: ``file``, of each label ``<label>_probability`` and ``<label>_positive`` (1
    or 0), ``warnings``, ``error``; what a file did not give is blank."""
    columns: dict[str, list] = {"file": [answer.file for answer in answers]}
    for label in labels:
        given = [answer.labels.get(label) for answer in answers]
        columns[f"{label}_probability"] = [one and one.probability for one in given]
        positive = [None if one is None else int(one.positive) for one in given]
        columns[f"{label}_positive"] = pd.array(positive, "Int8")
    columns["warnings"] = ["; ".join(answer.warnings) for answer in answers]
    columns["error"] = [answer.error or "" for answer in answers]
    return pd.DataFrame(columns)


def csv(answers: list[Answer], labels: tuple[str, ...]) -> str:
    return table(answers, labels).to_csv(index=False, lineterminator="\n")
