"""Groups of scans on which a model does worse: by brightness, black or not, and table columns."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from mlcore.data.dataset import RESERVED_COLUMNS, DataSet
from mlcore.evaluate.answers import Answers
from mlcore.evaluate.background import Background
from mlcore.metrics import bootstrap, scores, trivial
from mlcore.metrics.table import Metric

FEWEST = 30
"""Scans for a group to be scored."""
MOST_KINDS = 8
"""Values of a column that are groups of their own; numbers with more become quarters."""
DRAWS = 200


@dataclass(frozen=True)
class Slice:
    """Some of the answers, for one reason."""

    by: str
    """What the scans were parted by, such as "age"."""
    value: str
    rows: np.ndarray
    """``(k,)`` positions among the answers."""


@dataclass(frozen=True)
class Scored:
    """A slice and the mean of labels on it; NaN undefined."""

    slice: Slice
    value: float
    low: float
    high: float
    trivial: float
    """What the best answer without looking scores on the slice."""


def slices(ground: Background, given: Answers) -> list[Slice]:
    """All that have at least `FEWEST` scans and are not everything."""
    rows = ground.rows(given)
    return [
        Slice(by, value, np.flatnonzero(here))
        for by, kinds in _kinds(ground, rows)
        for value, here in kinds
        if FEWEST <= here.sum() < len(rows)
    ]


def score(
    given: Answers,
    thresholds: np.ndarray,
    groups: np.ndarray,
    parts: Sequence[Slice],
    metric: Metric,
) -> list[Scored]:
    """The worst first. ``groups`` ``(n,)`` int: scans that are drawn together."""
    found = [_scored(given, thresholds, groups, part, metric) for part in parts]
    sign = 1 if metric.higher_is_better else -1
    return sorted(found, key=lambda of: (np.isnan(of.value), sign * of.value))


def _scored(
    given: Answers, thresholds: np.ndarray, groups: np.ndarray, part: Slice, metric: Metric
) -> Scored:
    truth, probability = given.truth[part.rows], given.probability[part.rows]
    together = bootstrap.numbered(groups[part.rows])
    tally = scores.tally(truth, probability, probability >= thresholds, [metric], together)
    main = metric.averages[0]
    drawn = bootstrap.resample(tally, [metric], DRAWS)[metric.name]
    low, high = drawn.intervals()[1][main]
    floor = trivial.best(
        [of.averages[metric.name][main] for of in trivial.each(truth, [metric]).values()], metric
    )
    return Scored(part, float(drawn.averages[main][0]), float(low), float(high), float(floor))


def _kinds(
    ground: Background, rows: np.ndarray
) -> Iterator[tuple[str, list[tuple[str, np.ndarray]]]]:
    """What scans are parted by, and for each value who has it, ``(n,)`` bool."""
    arrays = ground.found.arrays
    black = arrays["quality.brightest"][rows] == 0
    yield "black", [("black", black), ("not black", ~black)]
    lit = pd.Series(arrays["quality.brightness"][rows]).where(~black)
    yield "brightness", _quarters(lit)
    for name in _columns(ground.data):
        column = ground.data.table[name].iloc[rows].reset_index(drop=True)
        if pd.api.types.is_numeric_dtype(column) and column.nunique() > MOST_KINDS:
            yield name, _quarters(column)
        else:
            common = column.value_counts().index[:MOST_KINDS]
            yield name, [(str(value), (column == value).to_numpy(bool)) for value in common]


def _quarters(values: pd.Series) -> list[tuple[str, np.ndarray]]:
    """Four groups of about equal size; unknown values are in none."""
    if values.nunique() < 2:
        return []
    parts = pd.qcut(values, 4, duplicates="drop")
    return [
        (f"{max(kind.left, values.min()):.3g} to {kind.right:.3g}", (parts == kind).to_numpy(bool))
        for kind in parts.cat.categories
    ]


def _columns(data: DataSet) -> list[str]:
    """Those of the source beside ids, parts, patients and labels, if not a name of each scan."""
    return [
        name
        for name in data.table.columns
        if name not in (*RESERVED_COLUMNS, *data.labels)
        and (
            pd.api.types.is_numeric_dtype(data.table[name])
            or data.table[name].nunique() <= max(MOST_KINDS, len(data) // FEWEST)
        )
    ]
