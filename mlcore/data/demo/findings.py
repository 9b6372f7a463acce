"""What the demo's scans are labelled for, how often, and how the findings go together."""

from statistics import NormalDist

import numpy as np

LABELS = ("effusion", "enlarged_heart", "nodule")
"""Easy, middling and hard for a small network."""
PREVALENCE = np.array([0.46, 0.36, 0.23])
"""As in the study this demo stands for."""
TOGETHER = np.array([[1.0, 0.5, 0.3], [0.5, 1.0, 0.2], [0.3, 0.2, 1.0]])
"""Correlation of the severities: a failing heart brings fluid, a tumour may."""


def severities(rng: np.random.Generator, count: int) -> np.ndarray:
    """``(count, labels)``: normally distributed severities; a finding is present above 0.

    Their scale is one standard deviation, so those just above or below 0 are the borderline
    cases that make a data set hard (a Gaussian copula cut at the prevalences).
    """
    thresholds = [NormalDist().inv_cdf(1 - p) for p in PREVALENCE]
    independent = rng.standard_normal((count, len(LABELS)))
    return independent @ np.linalg.cholesky(TOGETHER).T - thresholds


def at_random(rng: np.random.Generator, count: int) -> np.ndarray:
    """``(count, labels)`` float32 labels that depend on nothing but their prevalence."""
    return (rng.random((count, len(LABELS))) < PREVALENCE).astype(np.float32)
