"""What answers without looking would score: the floor every model must rise above."""

import numpy as np

from mlcore.metrics import scores
from mlcore.metrics.scores import mean


def trivial(truth: np.ndarray) -> dict[str, np.ndarray]:
    """Metric name to ``(labels,)``: the best of "never", "always" and the same number for all.

    Counting metrics take the better of deciding always or never; ranking metrics get what equal
    probabilities get: the prevalence for average precision, .5 for AUC.
    """
    labels = [str(i) for i in range(truth.shape[1])]
    answers = [np.full(truth.shape, value) for value in (0.0, 1.0)]
    tried = [scores.score(truth, answer, labels).per_label for answer in answers]
    return {name: np.fmax.reduce([score[name] for score in tried]) for name in scores.NAMES}


def trivial_macro(truth: np.ndarray) -> dict[str, float]:
    return {name: mean(values) for name, values in trivial(truth).items()}
