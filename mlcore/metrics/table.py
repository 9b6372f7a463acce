"""All metrics, a row each: name, title, help, and how it follows from the sums over scans.

To add one, write a row. Pages, command line, intervals, trivial answers and tests follow.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from mlcore.metrics import counts, ranking
from mlcore.metrics.counts import Counts
from mlcore.metrics.sums import Ranks, Sums

OfScans = Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]
"""``truth, probability, decided``, each ``(n, labels)``, to ``(n,)``."""


@dataclass(frozen=True)
class Metric:
    name: str
    title: str
    help: str
    per_label: Callable[[Sums], np.ndarray] | None = None
    """``(labels, draws)``; None for a score of all labels together."""
    micro: Callable[[Sums], np.ndarray] | None = None
    """``(draws,)``: all answers of all labels counted together."""
    of_scans: OfScans | None = None
    """One number a scan, whose mean is the average over samples."""
    higher_is_better: bool = True
    live: bool = False
    """Computed after each epoch of a training."""
    by_order: bool = False
    """Only the order of the probabilities counts, not their values."""
    grows_with_chance: bool = False
    """Whether chance alone makes it larger, so that each draw adds to it once more."""

    @property
    def averages(self) -> tuple[str, ...]:
        """Those that are defined for this metric, the main one first."""
        return tuple(name for name in AVERAGES if self._has(name))

    def _has(self, average: str) -> bool:
        if average == "micro":
            return self.micro is not None
        return (self.of_scans if average == "samples" else self.per_label) is not None


AVERAGES = ("macro", "micro", "weighted", "samples")


def _counted(
    name: str,
    title: str,
    help: str,
    of: Callable[[Counts], np.ndarray],
    higher_is_better: bool = True,
    live: bool = False,
) -> Metric:
    return Metric(
        name,
        title,
        help,
        per_label=lambda sums: of(sums.counts),
        micro=lambda sums: of(sums.counts.sum(axis=0)),
        of_scans=lambda truth, _, decided: of(counts.count(truth, decided, axis=1)),
        higher_is_better=higher_is_better,
        live=live,
    )


def _ranked(
    name: str,
    title: str,
    help: str,
    of: Callable[[np.ndarray, np.ndarray], np.ndarray],
    of_scans: Callable[[np.ndarray, np.ndarray], np.ndarray],
) -> Metric:
    def one(ranks: Ranks) -> np.ndarray:
        return of(ranks.present, ranks.absent)

    return Metric(
        name,
        title,
        help,
        per_label=lambda sums: np.stack([one(ranks) for ranks in sums.ranks]),
        micro=lambda sums: one(sums.pooled),
        of_scans=lambda truth, probability, _: of_scans(truth, probability),
        live=True,
        by_order=True,
    )


def _brier(sums: Sums) -> np.ndarray:
    return _share(sums.squares, sums.counts.known)


def _pooled_brier(sums: Sums) -> np.ndarray:
    return _share(sums.squares.sum(axis=0), sums.counts.known.sum(axis=0))


def _brier_of_scans(truth: np.ndarray, probability: np.ndarray, _: np.ndarray) -> np.ndarray:
    known = ~np.isnan(truth)
    squares = np.where(known, (probability.astype(np.float64) - truth) ** 2, 0)
    return _share(squares.sum(axis=1), known.sum(axis=1))


def _calibration_error(sums: Sums) -> np.ndarray:
    scans, probability, present = sums.calibration
    return _share(np.abs(probability - present).sum(axis=-2), scans.sum(axis=-2))


def _pooled_calibration_error(sums: Sums) -> np.ndarray:
    scans, probability, present = sums.calibration.sum(axis=1)
    return _share(np.abs(probability - present).sum(axis=0), scans.sum(axis=0))


def _all_right(truth: np.ndarray, _: np.ndarray, decided: np.ndarray) -> np.ndarray:
    known = ~np.isnan(truth)
    wrong = known & ((truth == 1) != decided)
    return np.where(known.any(axis=1), ~wrong.any(axis=1), np.nan)


def _share(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    return np.divide(part, whole, out=np.full(part.shape, np.nan), where=whole > 0)


METRICS = (
    _counted(
        "f1",
        "F1",
        "The balance of precision and recall (their harmonic mean), from 0 to 1. It depends on "
        "the threshold.",
        counts.f1,
        live=True,
    ),
    _counted(
        "precision",
        "Precision",
        "The share of 'present' answers that are right.",
        counts.precision,
        live=True,
    ),
    _counted(
        "recall",
        "Recall (sensitivity)",
        "The share of present findings that are found.",
        counts.recall,
        live=True,
    ),
    _counted(
        "specificity",
        "Specificity",
        "The share of scans without the finding that are called absent.",
        counts.specificity,
    ),
    _ranked(
        "average_precision",
        "Average precision",
        "The precision averaged over all thresholds, weighted by the recall each one gains. "
        "Guessing scores the share of scans that have the label.",
        ranking.average_precision_of,
        ranking.average_precision_of_scans,
    ),
    _ranked(
        "auc",
        "AUC",
        "The chance that a scan with the finding gets a higher probability than one without. "
        "Guessing scores .5. It can be high while nothing is ever called present.",
        ranking.auc_of,
        ranking.auc_of_scans,
    ),
    _counted(
        "balanced_accuracy",
        "Balanced accuracy",
        "The mean of recall and specificity; answering the same to every scan scores .5.",
        counts.balanced_accuracy,
    ),
    _counted(
        "accuracy",
        "Accuracy",
        "The share of right answers. Where a finding is rare, 'absent' to everything scores high.",
        counts.accuracy,
    ),
    _counted(
        "study_f1",
        "Weighted F1 of the study",
        "The number the study printed: F1 of 'present' and F1 of 'absent', weighted by how often "
        "each is true. Where a finding is rare, 'absent' to everything scores high.",
        counts.study_f1,
    ),
    Metric(
        "brier",
        "Brier score",
        "The mean squared distance of the probability from the truth (0 or 1); lower is better.",
        _brier,
        _pooled_brier,
        _brier_of_scans,
        higher_is_better=False,
    ),
    Metric(
        "calibration_error",
        "Calibration error",
        "How far probabilities lie from the share of scans that have the finding, in ten steps "
        "from 0 to 1 (expected calibration error); lower is better. Few scans make it too high; "
        "its interval allows for that and may lie below it.",
        _calibration_error,
        _pooled_calibration_error,
        higher_is_better=False,
        grows_with_chance=True,
    ),
    _counted(
        "hamming",
        "Hamming loss",
        "The share of wrong answers; lower is better.",
        counts.hamming,
        higher_is_better=False,
    ),
    Metric(
        "subset_accuracy",
        "Subset accuracy",
        "The share of scans all of whose known labels are answered rightly.",
        of_scans=_all_right,
    ),
)
LIVE = tuple(metric for metric in METRICS if metric.live)
BY_NAME = {metric.name: metric for metric in METRICS}
AVERAGE_TITLES = {
    "macro": "mean of labels",
    "micro": "all answers together",
    "weighted": "labels by how often they are present",
    "samples": "mean of scans",
}
AVERAGE_HELP = (
    "**Mean of labels** (macro): a rare label counts as much as a common one. **All answers "
    "together** (micro): every answer counts the same, so common labels do most. **Labels by how "
    "often they are present** (weighted). **Mean of scans** (samples): each scan is scored over "
    "its labels."
)
