"""How often two equal models would differ as much: their answers exchanged at random.

Were the models equal, it would not matter which of the two gave which answer to a scan. So the
answers of both to each set of scans that belong together are exchanged by a coin, thousands of
times, and the difference of the score is computed anew (the paired randomisation test: Noreen
1989, "Computer-intensive methods for testing hypotheses"; Yeh 2000 for F1 and its kind). Unlike a
p from bootstrap draws it holds its level on small sets too. Where only the order of answers
counts, those of each model are put on one scale first, or a bolder model would look different.
"""

from typing import NamedTuple

import numpy as np
from scipy.stats import rankdata

from mlcore.compare.contestant import Contestant
from mlcore.metrics import bootstrap, scores
from mlcore.metrics.table import Metric

SEED = 0


class Chance(NamedTuple):
    """Two-sided p, NaN where the score is undefined."""

    average: float
    """Of the metric's main average."""
    per_label: np.ndarray | None
    """``(labels,)``; None for a metric of all labels together."""


def chance(first: Contestant, second: Contestant, metric: Metric, draws: int) -> Chance:
    """Of contestants with the same scans and labels."""
    groups = int(first.together.max()) + 1
    tally = scores.tally(
        np.concatenate([each.given.truth for each in (first, second)]),
        np.concatenate([_answers(each, metric) for each in (first, second)]),
        np.concatenate([first.decided, second.decided]),
        [metric],
        np.concatenate([first.together, groups + second.together]),
        bootstrap.MOST_BINS,
    )
    coins = np.random.default_rng(SEED).random((groups, draws)) < 0.5
    coins = np.concatenate([np.zeros((groups, 1), bool), coins], axis=1)
    # The first column exchanges nothing: it is the difference that is seen.
    kept, given = (np.concatenate([side, ~side]).astype(np.float32) for side in (~coins, coins))
    (one, averages), (other, others) = (
        scores.of_sums(metric, tally.sums(weight)) for weight in (kept, given)
    )
    average = metric.averages[0]
    return Chance(
        float(_as_far(others[average] - averages[average])),
        None if one is None else _as_far(other - one),
    )


def _answers(one: Contestant, metric: Metric) -> np.ndarray:
    """``(n, labels)`` float64."""
    p = one.given.probability
    return rankdata(p, axis=0) / (len(p) + 1) if metric.by_order else p.astype(np.float64)


def _as_far(apart: np.ndarray) -> np.ndarray:
    """Share of exchanges, and of what is seen itself, that lie as far from 0 as what is seen.

    ``(…, 1 + draws)`` to ``(…)``; a score that an exchange leaves undefined does not count.
    """
    seen, drawn = np.abs(apart[..., :1]), np.abs(apart[..., 1:])
    # Sums in single precision differ in their last digits.
    farther = (drawn >= seen * (1 - 1e-6) - 1e-12).sum(axis=-1)
    p = (1 + farther) / (1 + (~np.isnan(drawn)).sum(axis=-1))
    return np.where(np.isnan(seen[..., 0]), np.nan, p)
