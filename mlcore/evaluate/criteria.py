"""What a threshold is to be best at, a row each. To add one, write a row."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from mlcore.metrics import counts
from mlcore.metrics.counts import Counts


@dataclass(frozen=True)
class Parameter:
    name: str
    title: str
    help: str
    low: float
    high: float
    default: float


@dataclass(frozen=True)
class Criterion:
    name: str
    title: str
    help: str
    worth: Callable[..., np.ndarray]
    """Counts of any shape and the parameters by name to what is to be as large as possible."""
    axis: str
    """What that number is, for a chart."""
    parameters: tuple[Parameter, ...] = ()


def _f1(c: Counts) -> np.ndarray:
    return counts.f1(c)


def _f_beta(c: Counts, beta: float) -> np.ndarray:
    return counts.f_beta(c, beta)


def _sensitivity(c: Counts, least: float) -> np.ndarray:
    found = counts.recall(c)
    return np.where(found >= least - 1e-9, 1 + counts.specificity(c), found)


def _specificity(c: Counts, least: float) -> np.ndarray:
    spared = counts.specificity(c)
    return np.where(spared >= least - 1e-9, 1 + counts.recall(c), spared)


def _cost(c: Counts, missed: float, alarm: float) -> np.ndarray:
    with np.errstate(divide="ignore", invalid="ignore"):
        return -(missed * c.fn + alarm * c.fp) / c.known


CRITERIA = (
    Criterion(
        "best_f1",
        "Best F1",
        "Precision and recall count the same; what a training chooses by itself.",
        _f1,
        "F1",
    ),
    Criterion(
        "f_beta",
        "Best F-beta",
        "Like F1, but recall counts beta times as much as precision.",
        _f_beta,
        "F-beta",
        (
            Parameter(
                "beta", "Beta", "2: a finding missed is worse; .5: an alarm is.", 0.1, 10.0, 2.0
            ),
        ),
    ),
    Criterion(
        "sensitivity",
        "Sensitivity at least",
        "Find at least this share of the present findings, and call as few others as possible.",
        _sensitivity,
        "recall; where reached, 1 + specificity",
        (
            Parameter(
                "least", "Sensitivity", "Share of findings that must be found.", 0.0, 1.0, 0.9
            ),
        ),
    ),
    Criterion(
        "specificity",
        "Specificity at least",
        "Leave at least this share of the scans without the finding in peace, and find as much as "
        "possible.",
        _specificity,
        "specificity; where reached, 1 + recall",
        (
            Parameter(
                "least",
                "Specificity",
                "Share of scans without the finding that must be called absent.",
                0.0,
                1.0,
                0.9,
            ),
        ),
    ),
    Criterion(
        "cost",
        "Least cost",
        "Each kind of error has a price; the sum is to be as small as possible.",
        _cost,
        "less the price a scan",
        (
            Parameter("missed", "Price of a missed finding", "In any unit.", 0.0, 1_000_000.0, 5.0),
            Parameter("alarm", "Price of a false alarm", "In any unit.", 0.0, 1_000_000.0, 1.0),
        ),
    ),
)
BY_NAME = {criterion.name: criterion for criterion in CRITERIA}
