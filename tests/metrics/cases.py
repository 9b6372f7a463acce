"""Random truths and answers with all that real ones have: blanks, ties, labels of one kind."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

BLANKS = (0.0, 0.2, 0.7)
ONE_KIND = (0.0, 1.0, np.nan)


@dataclass(frozen=True)
class Case:
    """``truth`` and ``probability`` ``(n, labels)`` float32, ``thresholds`` ``(labels,)``."""

    seed: int
    truth: np.ndarray
    probability: np.ndarray
    thresholds: np.ndarray

    @property
    def decided(self) -> np.ndarray:
        return self.probability >= self.thresholds

    @property
    def labels(self) -> list[str]:
        return [f"label{i}" for i in range(self.truth.shape[1])]

    def known(self, label: int) -> np.ndarray:
        return ~np.isnan(self.truth[:, label])


def cases(count: int, blanks: bool = True) -> Iterator[Case]:
    """As many cases; without ``blanks`` every truth is known."""
    return (_case(seed, blanks) for seed in range(count))


def _case(seed: int, blanks: bool) -> Case:
    rng = np.random.default_rng(seed)
    n, labels = rng.integers(1, 40), rng.integers(1, 6)
    truth = (rng.random((n, labels)) < rng.random(labels)).astype(np.float32)
    probability = rng.random((n, labels)).astype(np.float32)
    if seed % 2:
        probability = probability.round(1)
    for label in np.flatnonzero(rng.random(labels) < 0.3):
        truth[:, label] = rng.choice(ONE_KIND if blanks else ONE_KIND[:2])
    if blanks:
        truth[rng.random(truth.shape) < rng.choice(BLANKS)] = np.nan
    return Case(seed, truth, probability, rng.choice([0.3, 0.5, 0.9], labels))
