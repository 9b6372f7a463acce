"""Classical baselines that a network must beat to be worth its time: linear SVMs.

Support vector machines on pixels and on hand-made local features were the usual way before deep
learning (Cortes & Vapnik 1995); both take seconds. What they answer may be scored as a run's
answers are.
"""

import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.preprocessing import StandardScaler
from sklearn.svm import LinearSVC

from mlcore.data.dataset import DataSet
from mlcore.inspect import features
from mlcore.inspect.logistic import logistic, logistic_curves

FIT = 5_000
"""Scans fitted on, drawn at random where there are more."""
FOLDS = 3
"""Parts of the training scans; the curve that makes scores into probabilities is fitted to the
scores of each part by a machine that has not seen it (Platt 1999)."""
FEWEST = FOLDS
"""Scans with and without a label for a machine of it: one in each fold."""
STRENGTH = 1e-3
"""C of the machine: with far more features than scans it must be held back."""
TOLERANCE, STEPS = 1e-2, 200
"""Where the machine stops; more exactly it ranks scans no better."""
PIXELS_SIDE = 32
CHUNK = 2_000


def pixels(scans: np.ndarray) -> np.ndarray:
    """``(m, PIXELS_SIDE²)`` float32 grey values of ``(m, side, side, channels)`` uint8."""
    out = np.empty((len(scans), PIXELS_SIDE**2), np.float32)
    for row, scan in zip(out, features.greyscale(scans), strict=True):
        row[:] = cv2.resize(scan, (PIXELS_SIDE, PIXELS_SIDE), interpolation=cv2.INTER_AREA).ravel()
    return out


@dataclass(frozen=True)
class Reference:
    """One way to answer without a network."""

    name: str
    title: str
    help: str
    describe: Callable[[np.ndarray], np.ndarray]
    """``(m, side, side, channels)`` uint8 to ``(m, k)`` float32."""


REFERENCES = (
    Reference(
        "svm-pixels",
        "Linear SVM on pixels",
        "A weighted sum of the scan's grey values at 32×32 pixels decides, one sum per label.",
        pixels,
    ),
    Reference(
        "svm-features",
        "Linear SVM on local features",
        "A weighted sum of how strong edges of each direction are in each part of the scan (as in "
        "SURF), and of coarse grey values.",
        features.features,
    ),
)


@dataclass(frozen=True)
class ReferenceAnswers:
    """What a reference answers to the scans that it has not learnt from."""

    reference: Reference
    rows: dict[str, np.ndarray]
    """Split to positions of its scans in the data set; only val and test."""
    probability: dict[str, np.ndarray]
    """Split to ``(n, labels)`` float32, calibrated on training scans."""
    seconds: float


def answer(data: DataSet, reference: Reference, seed: int = 0) -> ReferenceAnswers:
    """Learn from the training part, answer to the others.

    A label with fewer than `FEWEST` scans with or without it is answered with its frequency.
    """
    started = time.perf_counter()
    rng = np.random.default_rng(seed)
    learning = data.rows("train")
    learning = learning[data.labelled()[learning]]
    learning = np.sort(rng.permutation(learning)[:FIT])
    scaler = StandardScaler(copy=False)
    known = scaler.fit_transform(_described(data, learning, reference))
    truth = data.targets[learning]
    fold = rng.permutation(len(learning)) % FOLDS
    rows = {split: data.rows(split) for split in ("val", "test")}
    others = {
        split: scaler.transform(_described(data, positions, reference))
        for split, positions in rows.items()
        if len(positions)
    }
    probability = {
        split: np.empty((len(values), truth.shape[1]), np.float32)
        for split, values in others.items()
    }
    for label in range(truth.shape[1]):
        judge = _judge(known, truth[:, label], fold, seed)
        for split, values in others.items():
            probability[split][:, label] = judge(values)
    return ReferenceAnswers(
        reference,
        {split: rows[split] for split in others},
        probability,
        time.perf_counter() - started,
    )


def _judge(
    values: np.ndarray, truth: np.ndarray, fold: np.ndarray, seed: int
) -> Callable[[np.ndarray], np.ndarray]:
    """From features ``(m, k)`` to the probability of one label, ``(m,)``."""
    known = ~np.isnan(truth)
    values, truth, fold = values[known], truth[known], fold[known]
    present = int(truth.sum())
    frequency = (present + 1) / (len(truth) + 2)
    if min(present, len(truth) - present) < FEWEST:
        return lambda others: np.full(len(others), frequency)
    score = np.full(len(truth), np.nan)
    for held_out in range(FOLDS):
        teaching = fold != held_out
        if len(np.unique(truth[teaching])) == 2:
            machine = _machine(values[teaching], truth[teaching], seed)
            score[~teaching] = machine.decision_function(values[~teaching])
    judged = ~np.isnan(score)
    (slope,), (height,) = logistic_curves(
        score[judged, None], truth[judged, None], np.array([frequency])
    )
    machine = _machine(values, truth, seed)
    return lambda others: logistic(slope * machine.decision_function(others) + height)


def _machine(values: np.ndarray, truth: np.ndarray, seed: int) -> LinearSVC:
    machine = LinearSVC(
        C=STRENGTH,
        class_weight="balanced",
        dual="auto",
        tol=TOLERANCE,
        max_iter=STEPS,
        random_state=seed,
    )
    with warnings.catch_warnings():
        # Nearly converged ranks scans as well as converged.
        warnings.simplefilter("ignore", ConvergenceWarning)
        return machine.fit(values, truth)


def _described(data: DataSet, rows: np.ndarray, reference: Reference) -> np.ndarray:
    starts = range(0, len(rows), CHUNK)
    parts = [np.asarray(data.pixels[rows[start : start + CHUNK]]) for start in starts]
    return np.concatenate([reference.describe(part) for part in parts])
