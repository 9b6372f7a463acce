"""A model of the labels that takes half a second: what may be known about a scan from the others.

Kernel ridge regression on an embedding with a few hundred scans as centres (Williams and Seeger,
"Using the Nyström method to speed up kernel machines", 2000), in closed form and for all labels at
once, made into probabilities by a logistic curve (Platt, 1999). Every scan is judged by a model
that was fitted without it and without the scans of its group.
"""

from dataclasses import dataclass

import numpy as np
import scipy.linalg
from scipy.special import logit

from mlcore.inspect.distances import squared_distances
from mlcore.inspect.embedding import Embedding
from mlcore.inspect.logistic import logistic, logistic_curves
from mlcore.inspect.one_core import one_core

FOLDS = 5
FIT = 20_000
"""Scans fitted on; more improve a model of this size little."""
CENTRES = 500
SHRINKAGES = (3e-5, 2e-4, 1e-3)
"""Of which each label takes the one with the least squared error on scans not fitted on."""
CLOSE = 1e-8
"""Share of all squares that is added to each, so that even equal centres do no harm."""
ROUNDING = 1e-14
"""Squared distance of equal scans, as a share of their squared length, at most."""
FEWEST = 10
"""Scans with and without a label for a model of it: two in each fold."""


@dataclass(frozen=True)
class CheapModel:
    """Five models, one without each fold, and what they say about the scans they were fitted on."""

    fold: np.ndarray
    """``(n,)`` int8: which of the models has not seen a scan."""
    fitted: np.ndarray
    """``(f,)`` positions of the scans fitted on."""
    fitted_probability: np.ndarray
    """``(f, labels)`` float32, each by the model that has not seen the scan."""
    learnt: np.ndarray
    """``(labels,)`` bool: the others have too few scans, and their prior for probability."""
    prior: np.ndarray
    """``(labels,)`` share of scans fitted on that have the label, among those where it is known."""
    centres: np.ndarray
    width: float
    coefficients: np.ndarray
    """``(FOLDS, centres, labels)`` float32."""
    curves: np.ndarray
    """``(2, labels)`` slope and height of the logistic curves."""

    def probability(self, values: np.ndarray, fold: np.ndarray) -> np.ndarray:
        """``(m, labels)`` float32 for ``(m, k)`` rows of the embedding and their folds."""
        score = _scores(_kernel(values, self.centres, self.width), fold, self.coefficients)
        return _probability(score, self.curves)


@one_core
def fit(
    embedding: Embedding, targets: np.ndarray, groups: np.ndarray | None = None, seed: int = 0
) -> CheapModel:
    """``targets``: ``(n, labels)`` with NaN for unknown. ``groups``: ``(n,)`` int, equal for scans
    that must not vouch for each other, such as copies. Without scans to fit on nothing is learnt.
    """
    rng = np.random.default_rng(seed)
    fold = _folds(len(embedding), groups, rng)
    rows = embedding.sample(len(embedding), rng)
    rows = rows[~np.isnan(targets[rows]).all(axis=1)]
    rows = np.sort(rng.permutation(rows)[:FIT])
    values, truth, folds = embedding.of(rows), targets[rows], fold[rows]
    centres = values[rng.permutation(len(rows))[:CENTRES]]
    between = _distances(centres, centres)
    width = _width(between, centres)
    kernel = _kernel(values, centres, width)

    known = ~np.isnan(truth)
    present = np.count_nonzero(truth == 1, axis=0)
    learnt = np.minimum(present, known.sum(axis=0) - present) >= FEWEST
    prior = (present + 1) / (known.sum(axis=0) + 2)
    excess = np.where(known & learnt, truth - prior, 0).astype(np.float32)
    coefficients = _ridge(kernel, np.exp(between / -width), excess, known, folds)
    score = _scores(kernel, folds, coefficients)
    curves = logistic_curves(score, truth, prior)
    # A curve that falls would turn the model round, on the very scans that are to be judged.
    curves = np.where(learnt & (curves[0] > 0), curves, [np.zeros_like(prior), logit(prior)])
    return CheapModel(
        fold=fold,
        fitted=rows,
        fitted_probability=_probability(score, curves),
        learnt=learnt,
        prior=prior,
        centres=centres,
        width=width,
        coefficients=coefficients,
        curves=curves,
    )


def _folds(n: int, groups: np.ndarray | None, rng: np.random.Generator) -> np.ndarray:
    if groups is None:
        return rng.integers(0, FOLDS, n, dtype=np.int8)
    kinds, group = np.unique(groups, return_inverse=True)
    return rng.integers(0, FOLDS, len(kinds), dtype=np.int8)[group]


def _width(between: np.ndarray, centres: np.ndarray) -> float:
    """The usual squared distance of two centres: their median, or where most are equal the mean."""
    length = float(np.square(centres).sum(axis=1).mean()) if len(centres) else 0.0
    # Rounding leaves something between equal ones, which must not become the measure of all.
    apart = np.where(between > ROUNDING * length, between, 0)
    if not apart.any():
        return max(1.0, length)
    return float(np.median(apart)) or float(apart.mean())


def _kernel(values: np.ndarray, centres: np.ndarray, width: float) -> np.ndarray:
    """``(m, centres)`` float32 likenesses from 0 to 1."""
    squares = _distances(values, centres)
    squares /= -width
    return np.exp(squares, out=squares).astype(np.float32)


def _distances(values: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """In double precision, as the sums of scores are: the coefficients of centres that lie close to
    each other are large, and carry any rounding into the answers."""
    return squared_distances(values.astype(np.float64), centres.astype(np.float64))


def _ridge(
    kernel: np.ndarray, between: np.ndarray, excess: np.ndarray, known: np.ndarray, fold: np.ndarray
) -> np.ndarray:
    """``(FOLDS, centres, labels)``: per label those of the best of `SHRINKAGES`.

    The products of each fold are made once, and every model is fitted to their sum less one. An
    unknown label counts as the prior, so that all labels share them. Double precision, for centres
    that lie close to each other make the products nearly singular.
    """
    parts = [kernel[fold == k].astype(np.float64) for k in range(FOLDS)]
    squares = np.stack([part.T @ part for part in parts])
    products = np.stack([part.T @ excess[fold == k] for k, part in enumerate(parts)])
    squares, products = squares.sum(axis=0) - squares, products.sum(axis=0) - products
    # Not of the squares alone: where every scan is in one fold, the others' sum is nothing at all.
    least = CLOSE * (squares.trace(axis1=1, axis2=2) + len(kernel))
    squares += least[:, None, None] * np.eye(len(between))
    best = np.full(excess.shape[1], np.inf)
    kept = np.zeros(products.shape, np.float32)
    for shrinkage in SHRINKAGES:
        tried = np.stack(
            [
                scipy.linalg.solve(
                    squares[k] + shrinkage * len(kernel) * between, products[k], assume_a="pos"
                )
                for k in range(FOLDS)
            ]
        ).astype(np.float32)
        wrong = np.where(known, _scores(kernel, fold, tried) - excess, 0)
        error = np.square(wrong).sum(axis=0)
        kept[:, :, error < best] = tried[:, :, error < best]
        best = np.minimum(best, error)
    return kept


def _scores(kernel: np.ndarray, fold: np.ndarray, coefficients: np.ndarray) -> np.ndarray:
    score = np.empty((len(kernel), coefficients.shape[2]), np.float32)
    for k in range(FOLDS):
        score[fold == k] = kernel[fold == k].astype(np.float64) @ coefficients[k]
    return score


def _probability(score: np.ndarray, curves: np.ndarray) -> np.ndarray:
    return logistic(curves[0] * score + curves[1]).astype(np.float32)
