"""The one metric function: truth and probabilities in, every score out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mlcore.metrics import table
from mlcore.metrics.sums import Sums, Tally
from mlcore.metrics.table import Metric

NAMES = tuple(metric.name for metric in table.LIVE)
"""What is computed after each epoch; `mlcore.metrics.table.METRICS` are all there are."""
AVERAGES = table.AVERAGES


@dataclass(frozen=True)
class Scores:
    """Scores of one set of answers. NaN means undefined."""

    labels: tuple[str, ...]
    per_label: dict[str, np.ndarray]
    """Metric name to ``(labels,)``; a metric of all labels together is not in it."""
    averages: dict[str, dict[str, float]]
    """Metric name to average name to value."""

    def macro(self, metric: str) -> float:
        return self.averages[metric]["macro"]

    def by_label(self, metric: str) -> dict[str, float | None]:
        """Label to value, None where undefined: ready for JSON."""
        return {
            label: number(value)
            for label, value in zip(self.labels, self.per_label[metric], strict=True)
        }


def score(
    truth: np.ndarray,
    probability: np.ndarray,
    labels: Sequence[str],
    thresholds: np.ndarray | float = 0.5,
    metrics: Sequence[Metric] = table.LIVE,
) -> Scores:
    """Score ``probability`` ``(n, labels)`` against ``truth`` (1, 0, NaN unknown).

    A label is decided present where its probability is at least its threshold.
    """
    sums = tally(truth, probability, probability >= thresholds, metrics).sums()
    per_label, averages = {}, {}
    for metric in metrics:
        values, means = of_sums(metric, sums)
        if values is not None:
            per_label[metric.name] = values[:, 0]
        averages[metric.name] = {name: float(value[0]) for name, value in means.items()}
    return Scores(tuple(labels), per_label, averages)


def tally(
    truth: np.ndarray,
    probability: np.ndarray,
    decided: np.ndarray,
    metrics: Sequence[Metric],
    groups: np.ndarray | None = None,
    most_bins: int | None = None,
) -> Tally:
    """What each scan adds to the sums that these metrics are made of, see `Tally`."""
    of_scans = {
        metric.name: metric.of_scans(truth, probability, decided)
        for metric in metrics
        if metric.of_scans is not None
    }
    return Tally(truth, probability, decided, of_scans, groups, most_bins)


def of_sums(metric: Metric, sums: Sums) -> tuple[np.ndarray | None, dict[str, np.ndarray]]:
    """``(labels, draws)`` values, or None, and average name to ``(draws,)``."""
    averages = {}
    values = metric.per_label(sums) if metric.per_label else None
    if values is not None:
        averages["macro"] = means(values)
    if metric.micro:
        averages["micro"] = metric.micro(sums)
    if values is not None:
        averages["weighted"] = means(values, sums.counts.support)
    if metric.of_scans:
        total, defined = sums.of_scans[metric.name]
        averages["samples"] = _over(total, defined)
    return values, averages


def binary_cross_entropy(truth: np.ndarray, probability: np.ndarray) -> float:
    """Mean over known labels of ``-log`` of the probability given to the truth."""
    known = ~np.isnan(truth)
    p = np.clip(probability[known].astype(np.float64), 1e-7, 1 - 1e-7)
    return mean(-np.log(np.where(truth[known] == 1, p, 1 - p)))


def mean(values: np.ndarray) -> float:
    """Mean of the defined values of ``(k,)``; NaN where none is."""
    return float(means(np.asarray(values, float)))


def means(values: np.ndarray, weights: np.ndarray | None = None) -> np.ndarray:
    """``(...)`` means over the first axis of ``(k, ...)`` of what is defined."""
    defined = ~np.isnan(values)
    weights = defined * (1.0 if weights is None else weights)
    return _over(np.where(defined, values * weights, 0).sum(axis=0), weights.sum(axis=0))


def number(value: float) -> float | None:
    """A float for JSON, which has no NaN: undefined becomes None."""
    return None if np.isnan(value) else float(value)


def _over(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(whole > 0, part / np.where(whole > 0, whole, 1), np.nan)
