"""What answers without looking would score: the floor every model must rise above."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from mlcore.metrics import scores, table
from mlcore.metrics.scores import Scores, mean
from mlcore.metrics.table import Metric


@dataclass(frozen=True)
class Trivial:
    """One way of answering every scan alike."""

    name: str
    title: str
    answer: Callable[[np.ndarray], np.ndarray]
    """``(labels,)`` probabilities from the ``(n, labels)`` truth of the scans to be answered: it
    knows how often each label is there, which flatters it a little."""


def prevalence(truth: np.ndarray) -> np.ndarray:
    """``(labels,)`` share of known scans that have the label; 0 where none is known."""
    known = (~np.isnan(truth)).sum(axis=0)
    return (truth == 1).sum(axis=0) / np.maximum(known, 1)


def commonest_set(truth: np.ndarray) -> np.ndarray:
    """``(labels,)`` 0 or 1: the labels that most often come together, unknown read as absent."""
    if not len(truth):
        return np.zeros(truth.shape[1])
    sets, count = np.unique(truth == 1, axis=0, return_counts=True)
    return sets[np.argmax(count)].astype(float)


ANSWERS = (
    Trivial("never", "'absent' to everything", lambda truth: np.zeros(truth.shape[1])),
    Trivial("always", "'present' to everything", lambda truth: np.ones(truth.shape[1])),
    Trivial("prevalence", "how often each label is present, to every scan", prevalence),
    Trivial("commonest_set", "the commonest set of labels to every scan", commonest_set),
)


def each(truth: np.ndarray, metrics: Sequence[Metric] = table.LIVE) -> dict[str, Scores]:
    """Name of a trivial answer to its scores, decided at .5."""
    labels = [str(i) for i in range(truth.shape[1])]
    return {
        row.name: scores.score(
            truth, np.tile(row.answer(truth), (len(truth), 1)), labels, metrics=metrics
        )
        for row in ANSWERS
    }


def trivial(truth: np.ndarray) -> dict[str, np.ndarray]:
    """Live metric name to ``(labels,)``: the best of `ANSWERS`."""
    tried = each(truth).values()
    return {name: np.fmax.reduce([of.per_label[name] for of in tried]) for name in scores.NAMES}


def trivial_macro(truth: np.ndarray) -> dict[str, float]:
    return {name: mean(values) for name, values in trivial(truth).items()}


def best(values: Sequence[float | np.ndarray], metric: Metric) -> float | np.ndarray:
    """The best defined one of each place: the highest, or the lowest where that is better."""
    return (np.fmax if metric.higher_is_better else np.fmin).reduce(list(values))
