"""Labels that are probably wrong, by confident learning.

A cheap model says for every scan how probable each label is, without having seen the scan. A label
is suspected where the model is as sure of the opposite as it usually is of scans labelled so
(Northcutt, Jiang and Chuang, "Confident learning: estimating uncertainty in dataset labels", 2021),
and the scan looks `EVIDENCE` times more like scans with the opposite label, however rare they are.
The second condition keeps labels quiet that the model cannot see at all.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import logit

from mlcore.data.dataset import DataSet
from mlcore.inspect import cheap_model
from mlcore.inspect.embedding import Embedding
from mlcore.inspect.finding import Finding
from mlcore.inspect.one_core import one_core
from mlcore.inspect.ranks import auc
from mlcore.inspect.wording import counted

EVIDENCE = 10.0
"""On the demo half of the labels suspected so are the planted errors; at 5 it is a third."""


@dataclass(frozen=True)
class LabelErrors:
    """What the cheap model thinks of the labels of a data set."""

    labels: tuple[str, ...]
    score: np.ndarray
    """``(n, labels)`` float16: probability of the label that is given, as a share of what is usual
    for scans labelled so. 1 is usual, near 0 is suspicious; NaN where nothing can be said: unknown
    labels, labels with too few scans to learn them, plain scans."""
    suspects: tuple[np.ndarray, ...]
    """Per label the positions of scans whose label is probably wrong, worst first."""
    auc: np.ndarray
    """``(labels,)`` how well the model knows each label, on scans it has not seen; NaN for a label
    with too few scans to learn it."""

    def ranked(self, count: int) -> tuple[np.ndarray, np.ndarray]:
        """Positions and label numbers of the ``count`` labels with least score, worst first."""
        known = np.flatnonzero(~np.isnan(self.score))
        worst = np.argsort(self.score.reshape(-1)[known], kind="stable")[:count]
        return np.divmod(known[worst], max(1, len(self.labels)))


@one_core
def judge(
    data: DataSet, embedding: Embedding, groups: np.ndarray | None = None, seed: int = 0
) -> LabelErrors:
    """Judge all labels. ``groups``: ``(n,)`` int, equal for scans that are copies of each other or
    show the same patient, which must not vouch for each other."""
    targets = data.targets
    model = cheap_model.fit(embedding, targets, groups, seed)
    truth = np.where(model.learnt, targets[model.fitted], np.nan)
    usual = _usual(truth, model.fitted_probability)
    score = np.full(targets.shape, np.nan, np.float16)
    found = [np.empty((0, 2), int)]

    def work(rows: slice, values: np.ndarray) -> None:
        p = model.probability(values, model.fold[rows])
        sayable = model.learnt & ~embedding.plain[rows, None]
        given = np.where(sayable, targets[rows], np.nan)
        share = np.where(given == 1, p / usual[0], (1 - p) / usual[1])
        score[rows] = np.where(np.isnan(given), np.nan, share)
        row, label = np.nonzero(_suspected(given, p, model.prior, usual))
        found.append(np.stack([row + rows.start, label], axis=1))

    embedding.over(work)
    rows, label = np.concatenate(found).T
    worst = np.lexsort((rows, score[rows, label]))
    rows, label = rows[worst], label[worst]
    return LabelErrors(
        labels=data.labels,
        score=score,
        suspects=tuple(rows[label == j] for j in range(len(data.labels))),
        auc=np.array(list(map(auc, model.fitted_probability.T, truth.T))),
    )


def findings(data: DataSet, errors: LabelErrors) -> list[Finding]:
    """One for each label with suspects, the label with most of them first."""
    order = np.argsort([-len(rows) for rows in errors.suspects], kind="stable")
    return [_finding(data, errors, j) for j in order if len(errors.suspects[j])]


def _finding(data: DataSet, errors: LabelErrors, label: int) -> Finding:
    rows, name = errors.suspects[label], errors.labels[label]
    present = int((data.targets[rows, label] == 1).sum())
    absent = len(rows) - present
    told = [
        f"{count:,} marked {was} that {'looks' if count == 1 else 'look'} {seems}"
        for count, was, seems in ((present, "present", "absent"), (absent, "absent", "present"))
        if count
    ]
    return Finding(
        check="label_errors",
        severity="warning",
        sentence=(
            f"{name}: {counted(len(rows), 'label looks', 'labels look')} wrong "
            f"({' and '.join(told)}); look at {'it' if len(rows) == 1 else 'the first ones'} and "
            "correct or drop what is wrong."
        ),
        rows=rows,
        facts={
            "label": name,
            "marked_present": present,
            "marked_absent": absent,
            "auc": round(float(errors.auc[label]), 4),
            "score": errors.score[rows, label].astype(float).round(4).tolist(),
        },
    )


def _usual(truth: np.ndarray, p: np.ndarray) -> np.ndarray:
    """``(2, labels)`` mean probability of present where it is given, of absent where that is; 1
    for a label that is nowhere given."""
    sums = np.stack([np.where(truth == 1, p, 0), np.where(truth == 0, 1 - p, 0)]).sum(axis=1)
    counts = np.stack([truth == 1, truth == 0]).sum(axis=1)
    return np.divide(sums, counts, out=np.ones_like(sums), where=counts > 0)


def _suspected(
    given: np.ndarray, p: np.ndarray, prior: np.ndarray, usual: np.ndarray
) -> np.ndarray:
    """``(m, labels)`` bool."""
    evidence = logit(np.clip(p, 1e-6, 1 - 1e-6)) - logit(prior)
    limit = np.log(EVIDENCE)
    should_be = (given == 0) & (p > 0.5) & (p >= usual[0]) & (evidence >= limit)
    should_not = (given == 1) & (p < 0.5) & (1 - p >= usual[1]) & (evidence <= -limit)
    return should_be | should_not
