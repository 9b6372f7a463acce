"""Whatever has answered a part of a data set and decides by thresholds: a run, or a committee."""

from dataclasses import dataclass, replace

import numpy as np

from mlcore.errors import ScanLabError
from mlcore.evaluate import answers, decisions, evaluation
from mlcore.evaluate.answers import Answers
from mlcore.metrics import bootstrap, scores
from mlcore.metrics.bootstrap import Resampled
from mlcore.metrics.table import Metric
from mlcore.progress import Progress, silent
from mlcore.runs.folder import Run


@dataclass(frozen=True)
class Contestant:
    name: str
    labels: tuple[str, ...]
    given: Answers
    thresholds: np.ndarray
    """``(labels,)``."""
    together: np.ndarray
    """``(n,)`` int from 0: scans that are drawn together."""

    @property
    def decided(self) -> np.ndarray:
        """``(n, labels)`` bool."""
        return self.given.probability >= self.thresholds

    def resampled(self, metric: Metric, draws: int = bootstrap.RESAMPLES) -> Resampled:
        """One metric over sets of scans that are the same ones for all with the same scans."""
        tally = scores.tally(
            self.given.truth,
            self.given.probability,
            self.decided,
            [metric],
            self.together,
            bootstrap.MOST_BINS,
        )
        return bootstrap.resample(tally, [metric], draws)[metric.name]


def of_run(run: Run, split: str, progress: Progress = silent) -> Contestant:
    """`ScanLabError` where the run kept no answers to the part."""
    given = answers.of(run, split)
    chosen = decisions.of(run)
    together = evaluation.together(run, given, progress)
    return Contestant(run.name, chosen.labels, given, chosen.thresholds, together)


def aligned(contestants: list[Contestant]) -> list[Contestant]:
    """The same scans and labels of each, in the order of the first.

    Scans are left out that some have not answered or learnt with another truth. `ScanLabError`
    where too little is left to compare.
    """
    first = contestants[0]
    labels = [name for name in first.labels if all(name in each.labels for each in contestants)]
    if not labels:
        raise ScanLabError(
            f"{_names(contestants)} have no label in common; compare runs on the same data set"
        )
    cut = [_with_labels(each, labels) for each in contestants]
    shared = _shared(cut)
    if len(shared) < 2:
        raise ScanLabError(
            f"{_names(contestants)} answered no scans in common with the same labels; compare "
            "runs on the same data set and part"
        )
    rows = [_rows(each, shared) for each in cut]
    groups = bootstrap.numbered(cut[0].together[rows[0]])
    return [
        replace(each, given=each.given.at(row), together=groups)
        for each, row in zip(cut, rows, strict=True)
    ]


def _names(contestants: list[Contestant]) -> str:
    return " and ".join(each.name for each in contestants)


def _with_labels(one: Contestant, labels: list[str]) -> Contestant:
    at = [one.labels.index(name) for name in labels]
    given = one.given
    given = replace(given, truth=given.truth[:, at], probability=given.probability[:, at])
    return replace(one, labels=tuple(labels), given=given, thresholds=one.thresholds[at])


def _shared(contestants: list[Contestant]) -> np.ndarray:
    """Ids that all answered, with the same truth."""
    ids = contestants[0].given.ids
    for each in contestants[1:]:
        ids = ids[np.isin(ids, each.given.ids)]
    truth = contestants[0].given.truth[_rows(contestants[0], ids)]
    same = np.ones(len(ids), bool)
    for each in contestants[1:]:
        other = each.given.truth[_rows(each, ids)]
        same &= ((truth == other) | (np.isnan(truth) & np.isnan(other))).all(axis=1)
    return ids[same]


def _rows(one: Contestant, ids: np.ndarray) -> np.ndarray:
    order = np.argsort(one.given.ids, kind="stable")
    return order[np.searchsorted(one.given.ids, ids, sorter=order)]
