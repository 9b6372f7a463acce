"""How much a present and an absent answer of each label count in the loss.

With ``n`` scans of one kind, the weight of that kind is proportional to ``1/n`` (inverse frequency)
or ``(1 - beta) / (1 - beta^n)`` (effective number: Cui et al. 2019, "Class-balanced loss based on
effective number of samples", arXiv 1901.05555), to the power asked for. Each label's two weights
are scaled so that their mean over its known scans is 1: a weighting never changes the size of the
loss.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from mlcore.train.config import TrainConfig

KINDS: dict[str, Callable[[np.ndarray, float], np.ndarray]] = {
    "inverse": lambda counts, _: 1 / counts,
    "effective": lambda counts, beta: (1 - beta) / (1 - beta**counts),
}


def weights(config: TrainConfig, truth: np.ndarray) -> np.ndarray | None:
    """``(2, labels)`` float32: of absent and of present answers; None where all count alike.

    ``truth``: ``(n, labels)`` of the training scans, NaN unknown; each label has both answers.
    """
    if config.class_weights == "none":
        return None
    counts = counts_of(truth)
    raw = KINDS[config.class_weights](counts, config.effective_beta) ** config.weight_power
    return (raw * counts.sum(axis=0) / (raw * counts).sum(axis=0)).astype(np.float32)


def counts_of(truth: np.ndarray) -> np.ndarray:
    """``(2, labels)`` float64: how often each label is absent and present."""
    return np.stack([(truth == 0).sum(axis=0), (truth == 1).sum(axis=0)]).astype(np.float64)


def facts(
    config: TrainConfig, truth: np.ndarray, labels: Sequence[str]
) -> dict[str, dict[str, Any]] | None:
    """Label to ``present, absent`` (scans) and ``weight_present, weight_absent``, for JSON."""
    table = weights(config, truth)
    if table is None:
        return None
    counts = counts_of(truth).astype(int)
    return {
        label: {
            "present": int(counts[1, i]),
            "absent": int(counts[0, i]),
            "weight_present": float(table[1, i]),
            "weight_absent": float(table[0, i]),
        }
        for i, label in enumerate(labels)
    }
