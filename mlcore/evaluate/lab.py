"""Choosing thresholds on validation: the best by a criterion, how sure that is, and what it costs.

A label with few present scans has a poor threshold of its own. It can be shrunk towards the one
that is best for all answers together: on the scale of logits, with the weight
``present / (present + shrink)``, as in James and Stein's estimation.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.special import expit, logit

from mlcore.evaluate.criteria import Criterion
from mlcore.metrics import bootstrap, ranking
from mlcore.metrics.counts import Counts

DRAWS = 200
DEFAULT = 0.5
NEVER = float(np.nextafter(1.0, 2.0))
"""Above every probability."""
MOST_CUTS = 256
"""Tried per label while drawing scans again."""


@dataclass(frozen=True)
class Choice:
    """Thresholds of ``labels``, chosen on one part."""

    thresholds: np.ndarray
    """``(labels,)``, shrunk where that was asked for."""
    own: np.ndarray
    """``(labels,)`` the best for each label alone; .5 where no scan is present."""
    low: np.ndarray
    """``(labels,)`` where the middle 95 % of ``own`` lie when scans are drawn again."""
    high: np.ndarray
    shared: float
    """The best one threshold for all answers together."""
    weight: np.ndarray
    """``(labels,)`` how much of ``own`` is in ``thresholds``, from 0 to 1."""


@dataclass(frozen=True)
class Sweep:
    """What every threshold of one label would do."""

    cuts: np.ndarray
    """``(k,)`` falling."""
    worth: np.ndarray
    """``(k,)`` by the criterion; NaN undefined."""


def choose(
    truth: np.ndarray,
    probability: np.ndarray,
    groups: np.ndarray,
    criterion: Criterion,
    parameters: Mapping[str, float],
    shrink: float = 0.0,
    draws: int = DRAWS,
) -> Choice:
    """For ``(n, labels)`` answers; ``groups`` ``(n,)`` int from 0 are drawn together.

    ``shrink`` is how many present scans weigh as much as all labels together; 0 shrinks nothing.
    """
    weight = bootstrap.weights(int(groups.max()) + 1, range(draws))[groups]
    found = [
        _best(truth[:, i], probability[:, i], weight, criterion, parameters)
        for i in range(truth.shape[1])
    ]
    own, low, high = np.array(found).reshape(-1, 3).T
    flat = sweep(truth.ravel(), probability.ravel(), criterion, parameters)
    shared = _at_best(flat)
    present = (truth == 1).sum(axis=0)
    share = present / (present + shrink) if shrink else np.ones(len(present))
    return Choice(_between(own, shared, share), own, low, high, shared, share)


def sweep(
    truth: np.ndarray,
    probability: np.ndarray,
    criterion: Criterion,
    parameters: Mapping[str, float],
) -> Sweep:
    """Of one label, ``(n,)``: from calling nothing present to calling everything."""
    known = ~np.isnan(truth)
    p, present = probability[known].astype(np.float64), truth[known] == 1
    at, cuts = _cuts(p, present, None)
    with_it, without = (
        np.bincount(at, kind, len(cuts) - 1)[:, None] for kind in (present, ~present)
    )
    return Sweep(cuts, _worth(with_it, without, criterion, parameters)[:, 0])


def _best(
    truth: np.ndarray,
    probability: np.ndarray,
    weight: np.ndarray,
    criterion: Criterion,
    parameters: Mapping[str, float],
) -> tuple[float, float, float]:
    known = ~np.isnan(truth)
    p, present = probability[known].astype(np.float64), truth[known] == 1
    if not present.any():
        return DEFAULT, np.nan, np.nan
    own = _at_best(sweep(truth, probability, criterion, parameters))
    at, cuts = _cuts(p, present, MOST_CUTS)
    rows = np.where(present, at, at + len(cuts) - 1)
    shape = (2 * (len(cuts) - 1), len(p))
    picked = csr_array((np.ones(len(p), np.float32), (rows, np.arange(len(p)))), shape=shape)
    sums = np.split(picked @ weight[known], 2)
    worth = _worth(*sums, criterion, parameters)
    worth = np.where(np.isnan(worth), -np.inf, worth)
    tail = (1 - bootstrap.LEVEL) / 2
    low, high = np.quantile(cuts[worth.argmax(axis=0)], [tail, 1 - tail])
    # Joined bins may leave out the very cut that is best.
    return own, min(float(low), own), max(float(high), own)


def _at_best(tried: Sweep) -> float:
    if np.isnan(tried.worth).all():
        return DEFAULT
    return float(tried.cuts[np.nanargmax(tried.worth)])


def _cuts(p: np.ndarray, present: np.ndarray, most: int | None) -> tuple[np.ndarray, np.ndarray]:
    """Bin of each scan, and ``(bins + 1,)`` thresholds between bins, the first above all.

    Thresholds lie midway, so that a rounding error in a probability turns no decision.
    """
    at, count = ranking.bins(p, present, most)
    lowest, highest = np.full(count, np.inf), np.full(count, -np.inf)
    np.minimum.at(lowest, at, p)
    np.maximum.at(highest, at, p)
    between = (lowest + np.append(highest[1:], 0.0)[:count]) / 2
    return at, np.append(NEVER, between)


def _worth(
    present: np.ndarray,
    absent: np.ndarray,
    criterion: Criterion,
    parameters: Mapping[str, float],
) -> np.ndarray:
    """``(bins + 1, draws)`` from ``(bins, draws)`` counts."""
    none = np.zeros((1, present.shape[1]))
    tp = np.concatenate([none, np.cumsum(present, axis=0)])
    fp = np.concatenate([none, np.cumsum(absent, axis=0)])
    return criterion.worth(Counts(tp, fp, tp[-1] - tp, fp[-1] - fp), **parameters)


def _between(own: np.ndarray, shared: float, share: np.ndarray) -> np.ndarray:
    ends = [logit(np.clip(each, 1e-6, 1 - 1e-6)) for each in (own, shared)]
    mixed = expit(share * ends[0] + (1 - share) * ends[1])
    return np.where(share == 1, own, mixed)
