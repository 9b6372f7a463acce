"""Probabilities made to mean what they say: fitted on validation, kept as plain numbers.

A network is often too sure of itself. Each method is a rising curve per label, so no scan changes
its place. Guo et al. 2017, "On calibration of modern neural networks" (temperature); Platt 1999;
Zadrozny and Elkan 2002 (isotonic regression).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import expit, logit

from mlcore.inspect.logistic import logistic_curves

FEWEST = 10
"""Scans with and without a label for a curve of it; other labels stay as they are."""
CERTAIN = 1e-6
"""Probabilities are kept so far from 0 and 1 before their logit is taken."""
WIDEST = 3.0
"""Largest logarithm of a temperature or its inverse."""

Curve = dict[str, Any]
"""The numbers of one label's curve, ready for JSON."""


@dataclass(frozen=True)
class Method:
    name: str
    title: str
    help: str
    fit: Callable[[np.ndarray, np.ndarray], Curve]
    """``(n,)`` probabilities and ``(n,)`` 0 or 1 to a curve."""
    apply: Callable[[Curve, np.ndarray], np.ndarray]


def fit(method: str, truth: np.ndarray, probability: np.ndarray) -> list[Curve | None]:
    """A curve per label of ``(n, labels)``; None where there are too few scans."""
    curves = []
    for label in range(truth.shape[1]):
        known = ~np.isnan(truth[:, label])
        y = truth[known, label].astype(np.float64)
        enough = min(y.sum(), len(y) - y.sum()) >= FEWEST
        p = probability[known, label].astype(np.float64)
        curves.append(BY_NAME[method].fit(p, y) if enough else None)
    return curves


def apply(method: str, curves: list[Curve | None], probability: np.ndarray) -> np.ndarray:
    """``(n, labels)`` float32."""
    out = np.array(probability, np.float32)
    for label, curve in enumerate(curves):
        if curve is not None:
            out[:, label] = BY_NAME[method].apply(curve, probability[:, label].astype(np.float64))
    return out


def _logit(p: np.ndarray) -> np.ndarray:
    return logit(np.clip(p, CERTAIN, 1 - CERTAIN))


def _fit_temperature(p: np.ndarray, y: np.ndarray) -> Curve:
    # Only who fits needs these libraries, and whoever applies a curve must start quickly.
    from scipy.optimize import minimize_scalar

    score = _logit(p)

    def surprise(warmth: float) -> float:
        z = score * np.exp(-warmth)
        return float((np.logaddexp(0, z) - y * z).mean())

    best = minimize_scalar(surprise, bounds=(-WIDEST, WIDEST), method="bounded")
    return {"temperature": float(np.exp(best.x))}


def _apply_temperature(curve: Curve, p: np.ndarray) -> np.ndarray:
    return expit(_logit(p) / curve["temperature"])


def _fit_platt(p: np.ndarray, y: np.ndarray) -> Curve:
    slope, height = logistic_curves(_logit(p)[:, None], y[:, None], np.array([y.mean()]))[:, 0]
    # A falling curve would turn the model round.
    if slope <= 0:
        slope, height = 0.0, float(logit(y.mean()))
    return {"slope": float(slope), "height": float(height)}


def _apply_platt(curve: Curve, p: np.ndarray) -> np.ndarray:
    return expit(curve["slope"] * _logit(p) + curve["height"])


def _fit_isotonic(p: np.ndarray, y: np.ndarray) -> Curve:
    from sklearn.isotonic import IsotonicRegression

    model = IsotonicRegression(y_min=0, y_max=1, out_of_bounds="clip").fit(p, y)
    return {"from": model.X_thresholds_.tolist(), "to": model.y_thresholds_.tolist()}


def _apply_isotonic(curve: Curve, p: np.ndarray) -> np.ndarray:
    return np.interp(p, curve["from"], curve["to"])


METHODS = (
    Method(
        "none",
        "As the network says",
        "Probabilities stay as they are.",
        lambda p, y: {},  # noqa: ARG005 (every row has the same form)
        lambda curve, p: p,  # noqa: ARG005
    ),
    Method(
        "temperature",
        "Temperature",
        "One number per label makes all probabilities surer or less sure; needs few scans.",
        _fit_temperature,
        _apply_temperature,
    ),
    Method(
        "platt",
        "Platt",
        "A logistic curve per label: surer or less sure, and higher or lower.",
        _fit_platt,
        _apply_platt,
    ),
    Method(
        "isotonic",
        "Isotonic",
        "Any rising curve of steps; follows the scans closely and needs many of them.",
        _fit_isotonic,
        _apply_isotonic,
    ),
)
BY_NAME = {method.name: method for method in METHODS}
