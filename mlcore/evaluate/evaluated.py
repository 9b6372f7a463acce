"""A run's scores on one part, with the answers, decisions and data they came from."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from mlcore.data.dataset import DataSet
from mlcore.evaluate import answers, background, decisions, evaluation
from mlcore.evaluate.answers import Answers
from mlcore.evaluate.background import Background
from mlcore.evaluate.curves import LabelCurves
from mlcore.evaluate.decisions import Decisions
from mlcore.progress import Progress, silent
from mlcore.runs.folder import Run


@dataclass(frozen=True)
class Evaluated:
    run: Run
    split: str
    result: dict[str, Any]
    """The score table, see `mlcore.evaluate.evaluation.score`."""
    given: Answers
    decisions: Decisions
    curves: list[LabelCurves]
    ground: Background | None
    """None where the data set is gone or has changed."""

    @property
    def labels(self) -> tuple[str, ...]:
        return self.decisions.labels

    @cached_property
    def decided(self) -> np.ndarray:
        """``(n, labels)`` bool."""
        return self.given.probability >= self.decisions.thresholds

    @property
    def data(self) -> DataSet | None:
        return self.ground.data if self.ground else None

    @cached_property
    def rows(self) -> np.ndarray:
        """``(n,)`` positions of the answers in the data set; only where there is one."""
        return self.ground.rows(self.given)

    @cached_property
    def together(self) -> np.ndarray:
        """``(n,)`` int from 0: equal for scans that are drawn together."""
        return background.grouped(self.ground, self.given)


def read(run: Run, split: str, progress: Progress = silent) -> Evaluated | None:
    """What `evaluation.evaluate` found and kept; None where that does not hold any more."""
    result, curves = evaluation.stored(run, split), evaluation.stored_curves(run, split)
    if result is None or curves is None:
        return None
    return Evaluated(
        run,
        split,
        result,
        answers.of(run, split),
        decisions.of(run),
        curves,
        background.of(run, progress),
    )
