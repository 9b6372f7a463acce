"""The one metric function: truth and probabilities in, every score out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mlcore.metrics import counts, ranking

FROM_COUNTS = {"f1": counts.f1, "precision": counts.precision, "recall": counts.recall}
FROM_RANKS = {"average_precision": ranking.average_precision, "auc": ranking.auc}
NAMES = (*FROM_COUNTS, *FROM_RANKS)
AVERAGES = ("macro", "micro", "weighted", "samples")


@dataclass(frozen=True)
class Scores:
    """Scores of one set of answers. NaN means undefined."""

    labels: tuple[str, ...]
    per_label: dict[str, np.ndarray]
    """Metric name to ``(labels,)``."""
    averages: dict[str, dict[str, float]]
    """Metric name to average name to value; ranking metrics have a macro average only."""

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
) -> Scores:
    """Score ``probability`` ``(n, labels)`` against ``truth`` (1, 0, NaN unknown).

    A label is decided present where its probability is at least its threshold.
    """
    decided = probability >= thresholds
    by_label = counts.count(truth, decided)
    by_scan = counts.count(truth, decided, axis=1)
    per_label, averages = {}, {}
    for name, metric in FROM_COUNTS.items():
        values = metric(by_label)
        per_label[name] = values
        averages[name] = {
            "macro": mean(values),
            "micro": float(metric(by_label.sum())),
            "weighted": mean(values, by_label.support),
            "samples": mean(metric(by_scan)),
        }
    for name, metric in FROM_RANKS.items():
        per_label[name] = metric(truth, probability)
        averages[name] = {"macro": mean(per_label[name])}
    return Scores(tuple(labels), per_label, averages)


def binary_cross_entropy(truth: np.ndarray, probability: np.ndarray) -> float:
    """Mean over known labels of ``-log`` of the probability given to the truth."""
    known = ~np.isnan(truth)
    p = np.clip(probability[known].astype(np.float64), 1e-7, 1 - 1e-7)
    return mean(-np.log(np.where(truth[known] == 1, p, 1 - p)))


def mean(values: np.ndarray, weights: np.ndarray | None = None) -> float:
    """Mean of the defined values; NaN where none is."""
    defined = ~np.isnan(values)
    weights = np.ones(values.shape) if weights is None else weights
    total = weights[defined].sum()
    return float((values[defined] * weights[defined]).sum() / total) if total > 0 else float("nan")


def number(value: float) -> float | None:
    """A float for JSON, which has no NaN: undefined becomes None."""
    return None if np.isnan(value) else float(value)
