"""Two settings, several seeds each: is one setting better, or were its seeds lucky?

Training again with another seed gives another model, so one run of each setting cannot tell. The
variance of the difference of two means has two parts: that between seeds, pooled over both settings
and divided by the number of runs, and that of drawing other scans, from the same draws for all
(Bouthillier et al. 2021, "Accounting for variance in machine learning benchmarks"). The test is a
t-test with the degrees of freedom of Welch and Satterthwaite for such a sum.
"""

from collections.abc import Sequence

import numpy as np
from scipy.stats import t as student

from mlcore.compare.contestant import Contestant
from mlcore.compare.paired import MEAN, Row
from mlcore.compare.verdict import LEVEL, holm, verdict
from mlcore.metrics.table import Metric

DRAWS = 500
"""Enough for a variance, which needs fewer than the ends of an interval."""


def compare(
    first: Sequence[Contestant],
    second: Sequence[Contestant],
    metric: Metric,
    draws: int = DRAWS,
) -> list[Row]:
    """The mean of labels, then each label; ``p`` of labels is Holm's for all of them.

    Contestants have the same scans and labels. Without two runs of one setting at least, nothing is
    known of seeds: interval and ``p`` are NaN and every verdict is "cannot tell".
    """
    drawn = [[_values(each, metric, draws) for each in side] for side in (first, second)]
    one, two = (np.stack(side) for side in drawn)
    means = two.mean(axis=0) - one.mean(axis=0)
    seeds, freedom = _between_seeds(one[..., 0], two[..., 0])
    scans = np.nanvar(means[:, 1:], axis=1, ddof=1)
    apart, error = means[:, 0], np.sqrt(seeds + scans)
    if freedom:
        of_both = freedom * (seeds + scans) ** 2 / np.maximum(seeds**2, 1e-30)
        reach = student.ppf(1 - LEVEL / 2, of_both) * error
        p = 2 * student.sf(np.abs(apart) / np.maximum(error, 1e-12), of_both)
    else:
        reach = p = np.full(len(apart), np.nan)
    p = np.concatenate([p[:1], holm(p[1:])])
    sign = 1 if metric.higher_is_better else -1
    names = [MEAN, *first[0].labels][: len(apart)]
    return [
        Row(
            name,
            *(float(side[:, i, 0].mean()) for side in (one, two)),
            float(apart[i]),
            float(apart[i] - reach[i]),
            float(apart[i] + reach[i]),
            float(p[i]),
            verdict(sign * apart[i], p[i]),
        )
        for i, name in enumerate(names)
    ]


def _values(one: Contestant, metric: Metric, draws: int) -> np.ndarray:
    """``(1 + labels, 1 + draws)``: the mean first."""
    found = one.resampled(metric, draws)
    mean = found.averages[metric.averages[0]][None]
    rows = mean if found.per_label is None else np.concatenate([mean, found.per_label])
    return rows[:, : 1 + draws]


def _between_seeds(one: np.ndarray, two: np.ndarray) -> tuple[np.ndarray, int]:
    """Variance of the difference of means by seeds, and its degrees of freedom."""
    freedom = len(one) + len(two) - 2
    if not freedom:
        return np.zeros(one.shape[1]), 0
    squares = sum(((side - side.mean(axis=0)) ** 2).sum(axis=0) for side in (one, two))
    return squares / freedom * (1 / len(one) + 1 / len(two)), freedom
