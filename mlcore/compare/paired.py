"""Two models on the same scans: the difference of a score, drawn scan by scan.

Both are scored on the same draws, so what makes a draw hard for both drops out of the difference
(Efron and Tibshirani 1993, "An Introduction to the Bootstrap"). Whether chance alone would do is
asked of `mlcore.compare.exchange`. The answer is about these two *models* and other scans of this
kind; it says nothing of other seeds, see `mlcore.compare.spread`.
"""

from dataclasses import dataclass

import numpy as np

from mlcore.compare import exchange, mcnemar
from mlcore.compare.contestant import Contestant
from mlcore.compare.mcnemar import Disagreement
from mlcore.compare.verdict import UNCLEAR, holm, verdict
from mlcore.metrics import bootstrap
from mlcore.metrics.table import Metric

MEAN = "mean of labels"


@dataclass(frozen=True)
class Row:
    """One label, or the main average of all."""

    label: str
    first: float
    second: float
    difference: float
    """``second - first``, as the two that follow."""
    low: float
    high: float
    p: float
    """The chance that equals differ as much; of labels, Holm's for all of them."""
    verdict: str
    """How the second does against the first: better, worse, cannot tell."""


@dataclass(frozen=True)
class Comparison:
    metric: Metric
    scans: int
    groups: int
    """Sets of scans that are drawn together."""
    mean: Row
    labels: list[Row]
    """Empty for a metric of all labels together."""
    disagreements: list[Disagreement]
    """McNemar's test per label, Holm's ``p``."""


def compare(
    first: Contestant, second: Contestant, metric: Metric, draws: int = bootstrap.RESAMPLES
) -> Comparison:
    """Of contestants with the same scans and labels, as `contestant.aligned` makes them."""
    drawn = [each.resampled(metric, draws) for each in (first, second)]
    average = metric.averages[0]
    chance = exchange.chance(first, second, metric, draws)
    averages = (each.averages[average][None] for each in drawn)
    (mean,) = _rows([MEAN], *averages, np.array([chance.average]), metric, draws)
    labels: list[Row] = []
    if chance.per_label is not None:
        of_labels = (each.per_label for each in drawn)
        labels = _rows(list(first.labels), *of_labels, chance.per_label, metric, draws)
    tested = mcnemar.test(first.given.truth, first.decided, second.decided)
    adjusted = holm([each.p for each in tested])
    return Comparison(
        metric,
        len(first.given),
        int(first.together.max()) + 1,
        mean,
        labels,
        [
            Disagreement(each.only_first, each.only_second, float(p))
            for each, p in zip(tested, adjusted, strict=True)
        ],
    )


def _rows(
    names: list[str],
    first: np.ndarray,
    second: np.ndarray,
    chance: np.ndarray,
    metric: Metric,
    draws: int,
) -> list[Row]:
    apart = second - first
    ends, p = bootstrap.ends(apart, draws), holm(chance)
    sign = 1 if metric.higher_is_better else -1
    return [
        Row(
            name,
            *(float(value) for value in (first[i, 0], second[i, 0], apart[i, 0], *ends[i], p[i])),
            # Nobody should read "better" beside an interval that holds 0.
            UNCLEAR if ends[i, 0] <= 0 <= ends[i, 1] else verdict(sign * apart[i, 0], p[i]),
        )
        for i, name in enumerate(names)
    ]
