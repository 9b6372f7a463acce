"""The threshold lab in one call: calibrate, choose thresholds on validation, see what it does."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from mlcore.evaluate import answers, calibration, decisions, evaluation, lab
from mlcore.evaluate.answers import Answers
from mlcore.evaluate.criteria import BY_NAME
from mlcore.evaluate.decisions import Decisions
from mlcore.evaluate.lab import Choice
from mlcore.metrics import scores, table
from mlcore.metrics.scores import Scores
from mlcore.runs.folder import Run


@dataclass(frozen=True)
class Wish:
    """What a person asks for."""

    criterion: str = "best_f1"
    parameters: tuple[tuple[str, float], ...] = ()
    method: str = "none"
    shrink: float = 0.0

    @property
    def values(self) -> Mapping[str, float]:
        """All parameters of the criterion, defaults where nothing was said."""
        default = {row.name: row.default for row in BY_NAME[self.criterion].parameters}
        return default | dict(self.parameters)


@dataclass(frozen=True)
class Tuned:
    """What came of a wish."""

    decisions: Decisions
    choice: Choice
    probability: np.ndarray
    """``(n, labels)`` calibrated validation answers it was chosen on."""
    val: Answers
    """The same answers as the network gave them."""


def tune(run: Run, wish: Wish) -> Tuned:
    """Chosen on the validation part, always; nothing is saved, see `decisions.save`."""
    val = answers.as_kept(run, "val")
    curves = calibration.fit(wish.method, val.truth, val.probability)
    probability = calibration.apply(wish.method, curves, val.probability)
    groups = evaluation.together(run, val)
    choice = lab.choose(
        val.truth, probability, groups, BY_NAME[wish.criterion], wish.values, wish.shrink
    )
    rule = {
        "criterion": wish.criterion,
        "parameters": dict(wish.values),
        "shrink": wish.shrink,
        "n": len(val),
    }
    labels = decisions.as_trained(run).labels
    chosen = Decisions(labels, choice.thresholds, wish.method, tuple(curves), rule)
    return Tuned(chosen, choice, probability, val)


def effect(given: Answers, chosen: Decisions) -> Scores:
    """Every score of answers as the network gave them, decided so."""
    probability = chosen.calibrated(given.probability)
    return scores.score(given.truth, probability, chosen.labels, chosen.thresholds, table.METRICS)
