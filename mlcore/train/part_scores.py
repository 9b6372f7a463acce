"""What a run's history tells of its answers to one part."""

from typing import Any

import numpy as np

from mlcore.metrics import scores, thresholds


def told(truth: np.ndarray, probability: np.ndarray, labels: tuple[str, ...]) -> dict[str, Any]:
    """The scores of ``(n, labels)`` answers, ready for JSON.

    ``f1_tuned`` is F1 at the thresholds that are best on this very part: what the network could
    reach, a little optimistic. ``threshold`` holds those, ``spread`` the standard deviation of the
    probabilities, ``answered_yes`` the share of scans at .5 or above.
    """
    plain = scores.score(truth, probability, labels)
    best = thresholds.best_f1(truth, probability)
    tuned = scores.score(truth, probability, labels, best)
    facts: dict[str, Any] = {"loss": scores.binary_cross_entropy(truth, probability)}
    for name in scores.NAMES:
        facts[name] = plain.by_label(name)
        facts[f"{name}_macro"] = scores.number(plain.macro(name))
    facts["f1_tuned"] = tuned.by_label("f1")
    facts["f1_tuned_macro"] = scores.number(tuned.macro("f1"))
    facts["threshold"] = _by_label(labels, best)
    facts["spread"] = _by_label(labels, probability.std(axis=0))
    facts["answered_yes"] = _by_label(labels, (probability >= thresholds.DEFAULT).mean(axis=0))
    return facts


def _by_label(labels: tuple[str, ...], values: np.ndarray) -> dict[str, float]:
    return dict(zip(labels, values.astype(float).round(6).tolist(), strict=True))
