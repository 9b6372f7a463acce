"""How far a score would move with other scans of the same kind: bootstrap intervals.

Scans are drawn again with replacement, whole groups at once where scans belong together, such as
copies and those of one patient (Efron and Tibshirani 1993, "An Introduction to the Bootstrap").
All draws are computed as one product with what each group adds to the sums (`mlcore.metrics.sums`).
The ends are those of the bias-corrected and accelerated method, BCa (chapter 14 there), whose
acceleration comes from leaving out blocks of groups; a score that chance enlarges has ends of its
own.
"""

import os
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from scipy.special import chndtrinc, ndtr, ndtri

from mlcore.metrics import scores
from mlcore.metrics.sums import Sums, Tally
from mlcore.metrics.table import Metric

RESAMPLES = 2000
LEVEL = 0.95
MOST_BINS = 1024
"""Of probabilities for rank scores while resampling; exact up to there, see `ranking.bins`."""
BLOCKS = 200
"""Left out one by one to measure how skewed a score is."""
RARE = 0.0175
"""Chance of either end of `corrected` to err if the squares followed that distribution exactly; as
they do not, one of .025 would hold too few, see docs/decisions.md."""
TINY = 1e-12
AT_ONCE = 1 << 22
"""Numbers of weights that lie in memory together, per thread."""


@dataclass(frozen=True)
class Resampled:
    """One metric: the value itself, its draws, and its values with a block left out."""

    per_label: np.ndarray | None
    """``(labels, 1 + draws + blocks)``, or None for a metric of all labels together."""
    averages: dict[str, np.ndarray]
    """Average name to ``(1 + draws + blocks,)``."""
    draws: int
    grows: bool = False
    """Whether each draw makes the score larger, as chance does."""

    def intervals(self) -> tuple[np.ndarray | None, dict[str, np.ndarray]]:
        """``(labels, 2)`` and, by average, ``(2,)``: lower and upper end, NaN undefined."""
        of = corrected if self.grows else ends
        each = None if self.per_label is None else of(self.per_label, self.draws)
        return each, {name: of(row[None], self.draws)[0] for name, row in self.averages.items()}


def numbered(groups: np.ndarray) -> np.ndarray:
    """``(n,)`` int from 0 without gaps, equal where ``groups`` are."""
    return np.unique(groups, return_inverse=True)[1]


def weights(groups: int, draws: Iterable[int] = range(RESAMPLES), seed: int = 0) -> np.ndarray:
    """``(groups, draws)`` float32: how often each group is drawn; each draw is as many as there
    are. A draw of one number is always the same, so two models can be compared draw by draw.
    """
    drawn = [
        np.bincount(
            np.random.default_rng([seed, draw]).integers(0, groups, groups), minlength=groups
        )
        for draw in draws
    ]
    return np.stack(drawn, axis=1).astype(np.float32)


def resample(
    tally: Tally, metrics: Sequence[Metric], draws: int = RESAMPLES, seed: int = 0
) -> dict[str, Resampled]:
    """Metric name to its values over ``draws`` sets of scans."""
    portion = max(1, min(AT_ONCE // max(tally.size, 1), -(-draws // (os.cpu_count() or 1))))
    portions = [range(start, min(start + portion, draws)) for start in range(0, draws, portion)]

    def drawn(numbers: range) -> list:
        return _values(tally.sums(weights(tally.size, numbers, seed)), metrics)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        found = list(pool.map(drawn, portions))
    found = [
        _values(tally.sums(np.ones((tally.size, 1), np.float32)), metrics),
        *found,
        _values(tally.sums(_without_blocks(tally.size)), metrics),
    ]
    return {
        metric.name: _joined([part[i] for part in found], draws, metric.grows_with_chance)
        for i, metric in enumerate(metrics)
    }


def ends(values: np.ndarray, draws: int) -> np.ndarray:
    """``(k, 2)`` ends of BCa intervals of ``(k, 1 + draws + blocks)`` values as in `Resampled`.

    NaN where the value or most draws are undefined.
    """
    drawn, defined, usable = _drawn(values, draws)
    bias = ndtri(_below(drawn, values[:, :1], draws))
    skew = _acceleration(values[:, 1 + draws :])
    found = np.full((len(values), 2), np.nan)
    ordered = np.sort(drawn, axis=1)
    rows = np.flatnonzero(usable)
    for end, z in enumerate(ndtri([(1 - LEVEL) / 2, (1 + LEVEL) / 2])):
        shifted = bias + z
        at = ndtr(bias + shifted / np.maximum(1 - skew * shifted, 0.1))
        found[rows, end] = _quantile(ordered[rows], defined[rows], at[rows])
    return found


def corrected(values: np.ndarray, draws: int) -> np.ndarray:
    """``(k, 2)`` ends for a score that chance enlarges, not below 0.

    What chance has added to the square of the value, each draw adds once more. So mean and variance
    of the draws' squares tell a noncentral chi-square distribution, times a unit, of the square;
    the ends are the true values under which a square as small, or as large, is rare (Patnaik 1949,
    "The non-central chi-square and F-distributions and their applications").
    """
    drawn, _, usable = _drawn(values, draws)
    found = np.full((len(values), 2), np.nan)
    square, of_draws = np.square(values[usable, 0]), np.square(drawn[usable])
    added = np.maximum(np.nanmean(of_draws, axis=1) - square, TINY)
    unit = np.maximum(np.nanvar(of_draws, axis=1) / (2 * added + 4 * square), TINY)
    for end, rare in enumerate([1 - RARE, RARE]):
        true = unit * chndtrinc(square / unit, added / unit, rare)
        found[usable, end] = np.sqrt(np.where(true > TINY, true, 0))
    return found


def _drawn(values: np.ndarray, draws: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """``(k, draws)`` draws, how many of them are defined, and whether that is enough."""
    drawn = values[:, 1 : 1 + draws]
    defined = (~np.isnan(drawn)).sum(axis=1)
    return drawn, defined, (defined * 2 >= max(draws, 1)) & ~np.isnan(values[:, 0])


def _below(drawn: np.ndarray, level: np.ndarray, draws: int) -> np.ndarray:
    """``(k,)`` share of draws below ``(k, 1)``, equal ones by half, never quite 0 or 1."""
    defined = np.maximum((~np.isnan(drawn)).sum(axis=1), 1)
    below = ((drawn < level).sum(axis=1) + (drawn == level).sum(axis=1) / 2) / defined
    return np.clip(below, 0.5 / max(draws, 1), 1 - 0.5 / max(draws, 1))


def _acceleration(without: np.ndarray) -> np.ndarray:
    """``(k,)`` from the third moment of ``(k, blocks)`` values, each with a block left out."""
    defined = ~np.isnan(without)
    count = np.maximum(defined.sum(axis=1, keepdims=True), 1)
    middle = np.where(defined, without, 0).sum(axis=1, keepdims=True) / count
    off = np.where(defined, middle - without, 0)
    spread = np.square(off).sum(axis=1)
    return (off**3).sum(axis=1) / np.maximum(6 * spread**1.5, 1e-30) * (spread > 1e-20)


def _quantile(ordered: np.ndarray, defined: np.ndarray, at: np.ndarray) -> np.ndarray:
    """Of each row of ``(k, draws)`` with its undefined values last."""
    place = at * (defined - 1)
    lower = np.floor(place).astype(int)
    upper = np.minimum(lower + 1, defined - 1)
    rows, share = np.arange(len(ordered)), place - lower
    return ordered[rows, lower] * (1 - share) + ordered[rows, upper] * share


def _without_blocks(groups: int) -> np.ndarray:
    """``(groups, blocks)`` float32: each block is left out once."""
    blocks = min(BLOCKS, groups)
    block = np.random.default_rng(0).permutation(groups) % max(blocks, 1)
    return (block[:, None] != np.arange(blocks)).astype(np.float32)


def _values(sums: Sums, metrics: Sequence[Metric]) -> list:
    return [scores.of_sums(metric, sums) for metric in metrics]


def _joined(parts: list, draws: int, grows: bool) -> Resampled:
    per_label = None
    if parts[0][0] is not None:
        per_label = np.concatenate([values for values, _ in parts], axis=1)
    averages = {name: np.concatenate([means[name] for _, means in parts]) for name in parts[0][1]}
    return Resampled(per_label, averages, draws, grows)
