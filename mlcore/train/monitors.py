"""What counts as an improvement on validation, a row a measure."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from mlcore.metrics import scores, thresholds


@dataclass(frozen=True)
class Monitor:
    name: str
    title: str
    help: str
    value: Callable[[np.ndarray, np.ndarray], float]
    """From truth and probability, ``(n, labels)``; more is better, NaN undefined."""


def _average_precision(truth: np.ndarray, probability: np.ndarray) -> float:
    return scores.score(truth, probability, _numbered(truth)).macro("average_precision")


def _tuned_f1(truth: np.ndarray, probability: np.ndarray) -> float:
    best = thresholds.best_f1(truth, probability)
    return scores.score(truth, probability, _numbered(truth), best).macro("f1")


def _numbered(truth: np.ndarray) -> tuple[str, ...]:
    return tuple(map(str, range(truth.shape[1])))


def _less_loss(truth: np.ndarray, probability: np.ndarray) -> float:
    return -scores.binary_cross_entropy(truth, probability)


MONITORS = (
    Monitor(
        "average_precision",
        "Average precision",
        "the mean over labels; needs no threshold.",
        _average_precision,
    ),
    Monitor("f1", "Macro F1", "the mean over labels at the best thresholds.", _tuned_f1),
    Monitor("loss", "Loss", "plain binary cross-entropy, whatever loss is trained.", _less_loss),
)


def get(name: str) -> Monitor:
    """The row of that name; `KeyError` where there is none."""
    return {row.name: row for row in MONITORS}[name]
