"""How the answers of several networks become one: a weighted sum, of probabilities or of logits.

Means of networks that err differently err less (Hansen and Salamon 1990, "Neural network
ensembles"). Weights of a mixture are fitted by expectation maximisation (Dempster, Laird and Rubin
1977); stacking is a logistic regression on the answers (Wolpert 1992, "Stacked generalization").
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from mlcore.errors import ScanLabError
from mlcore.evaluate.calibration import CERTAIN, FEWEST

FOLDS = 5
"""Parts of the validation scans; each is answered with weights fitted on the others."""
STEPS = 300
"""Of expectation maximisation, which hardly moves after some dozens."""


@dataclass(frozen=True)
class Combination:
    weights: np.ndarray
    """``(members, labels)``."""
    heights: np.ndarray
    """``(labels,)``, added to the sum; 0 unless logits are summed."""
    of_logits: bool = False

    def apply(self, probability: np.ndarray) -> np.ndarray:
        """``(members, n, labels)`` to ``(n, labels)`` float32."""
        values = logits(probability) if self.of_logits else probability.astype(np.float64)
        total = np.einsum("mnl,ml->nl", values, self.weights) + self.heights
        return (expit(total) if self.of_logits else total).astype(np.float32)


Fit = Callable[[np.ndarray, np.ndarray], Combination]
"""From ``(n, labels)`` truth, NaN unknown, and ``(members, n, labels)`` probabilities."""


@dataclass(frozen=True)
class Method:
    name: str
    title: str
    help: str
    fit: Fit
    learns: bool
    """Whether it needs validation scans to choose weights on."""


def logits(probability: np.ndarray) -> np.ndarray:
    p = np.clip(probability.astype(np.float64), CERTAIN, 1 - CERTAIN)
    return np.log(p) - np.log1p(-p)


def numbers(text: str) -> list[float]:
    """``2,1`` as somebody wrote it."""
    try:
        return [float(part) for part in text.split(",")]
    except ValueError as problem:
        raise ScanLabError(
            f"weights are {text!r}; expected numbers between commas, such as 2,1"
        ) from problem


def given(weights: Sequence[float], members: int, labels: int) -> Combination:
    """Somebody's own weights, a number a member; only their proportions count."""
    each = np.array(weights, np.float64)
    if len(each) != members or not np.isfinite(each).all() or (each < 0).any() or not each.any():
        raise ScanLabError(
            f"weights are {', '.join(f'{weight:g}' for weight in weights)}; expected {members}, "
            "one a run, none below 0 and not all of them 0, such as 2,1"
        )
    return _shared(each / each.sum(), labels)


def out_of_fold(
    fit: Fit, truth: np.ndarray, probability: np.ndarray, together: np.ndarray
) -> np.ndarray:
    """``(n, labels)`` answers to scans that the weights were not fitted on, so that they do not
    flatter; scans equal in ``together``, ``(n,)`` int from 0, are never parted."""
    groups = int(together.max()) + 1
    if groups < FOLDS:
        raise ScanLabError(
            f"the validation part has {groups} groups of scans, too few to fit weights on "
            f"(expected at least {FOLDS}); use the method average"
        )
    fold = (np.random.default_rng(0).permutation(groups) % FOLDS)[together]
    answers = np.empty(truth.shape, np.float32)
    for held_out in range(FOLDS):
        own = fold == held_out
        answers[own] = fit(truth[~own], probability[:, ~own]).apply(probability[:, own])
    return answers


def _shared(weights: np.ndarray, labels: int) -> Combination:
    return Combination(np.tile(weights[:, None], labels), np.zeros(labels))


def _average(truth: np.ndarray, probability: np.ndarray) -> Combination:  # noqa: ARG001
    members, _, labels = probability.shape
    return _shared(np.full(members, 1 / members), labels)


def _weighted(truth: np.ndarray, probability: np.ndarray) -> Combination:
    """One weight a member, which make the truth of all known labels the likeliest."""
    known = ~np.isnan(truth)
    p = np.clip(probability[:, known].astype(np.float64), CERTAIN, 1 - CERTAIN)
    likely = np.where(truth[known] == 1, p, 1 - p)
    weights = np.full(len(p), 1 / len(p))
    for _ in range(STEPS):
        shares = weights[:, None] * likely
        weights = (shares / shares.sum(axis=0)).mean(axis=1)
    return _shared(weights, truth.shape[1])


def _stacked(truth: np.ndarray, probability: np.ndarray) -> Combination:
    """A label with too few scans with or without it has the mean of the logits."""
    # Only who stacks needs it, and it takes a while to load.
    from sklearn.linear_model import LogisticRegression

    members, _, labels = probability.shape
    values = logits(probability)
    weights, heights = np.full((members, labels), 1 / members), np.zeros(labels)
    for label in range(labels):
        known = ~np.isnan(truth[:, label])
        y = truth[known, label]
        if min(y.sum(), len(y) - y.sum()) < FEWEST:
            continue
        model = LogisticRegression().fit(values[:, known, label].T, y)
        weights[:, label], heights[label] = model.coef_[0], model.intercept_[0]
    return Combination(weights, heights, of_logits=True)


METHODS = (
    Method(
        "average",
        "Average",
        "The mean of the members' probabilities; nothing has to be fitted.",
        _average,
        False,
    ),
    Method(
        "weighted",
        "Weighted",
        "A mean in which better members count more: one weight a member, fitted on validation "
        "unless you give them.",
        _weighted,
        True,
    ),
    Method(
        "stacked",
        "Stacked",
        "For each label a logistic regression on the members' answers, fitted on validation. Needs "
        "many validation scans.",
        _stacked,
        True,
    ),
)
BY_NAME = {method.name: method for method in METHODS}
