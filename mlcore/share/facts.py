"""All that a model card and a report tell of a run, gathered once."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from mlcore.errors import ScanLabError
from mlcore.evaluate import answers, background, confusion, decisions, evaluation, slices
from mlcore.evaluate.answers import Answers
from mlcore.evaluate.background import Background
from mlcore.evaluate.curves import LabelCurves
from mlcore.evaluate.decisions import Decisions
from mlcore.evaluate.slices import Scored
from mlcore.metrics import table
from mlcore.models import registry
from mlcore.progress import Progress, silent
from mlcore.runs import history, marks
from mlcore.runs.folder import Run
from mlcore.runs.history import History

MOST_GROUPS = 8


@dataclass(frozen=True)
class Facts:
    run: Run
    split: str
    result: dict[str, Any]
    """See `mlcore.evaluate.evaluation.score`."""
    given: Answers
    decisions: Decisions
    curves: list[LabelCurves]
    ground: Background | None
    """None where the data set is gone or has changed."""
    history: History
    note: str

    @property
    def labels(self) -> tuple[str, ...]:
        return self.decisions.labels

    @property
    def network(self) -> str:
        """As people call it."""
        name = str(self.run.config.get("model"))
        return registry.get(name).title if name in registry.names() else name

    @property
    def part(self) -> str:
        return answers.TITLES[self.split]

    @cached_property
    def counts(self) -> dict[str, dict[str, int]]:
        """Label to the sizes of the cells of `mlcore.evaluate.confusion.CELLS`."""
        decided = self.given.probability >= self.decisions.thresholds
        each = [confusion.cells(self.given.truth, decided, i) for i in range(len(self.labels))]
        return {
            label: {name: len(scans) for name, scans in cells.items()}
            for label, cells in zip(self.labels, each, strict=True)
        }

    @cached_property
    def worst_groups(self) -> list[Scored]:
        """Groups of scans with the lowest F1, the lowest first."""
        if self.ground is None:
            return []
        parts = slices.slices(self.ground, self.given)
        groups = background.grouped(self.ground, self.given)
        scored = slices.score(
            self.given, self.decisions.thresholds, groups, parts, table.BY_NAME["f1"]
        )
        return [one for one in scored if not np.isnan(one.value)][:MOST_GROUPS]


def gather(run: Run, split: str | None = None, progress: Progress = silent) -> Facts:
    """Of one part: without ``split`` the test part where it has been scored, else validation.

    Scores the part where that has not been done. `ScanLabError` where the run has nothing to score.
    """
    if not run.model_card:
        answers.as_kept(run, split or "val")  # says why there is nothing
    chosen = split or ("test" if evaluation.stored(run, "test") else "val")
    result, found = evaluation.stored(run, chosen), evaluation.stored_curves(run, chosen)
    if result is None or found is None:
        result = evaluation.evaluate(run, chosen, progress=progress)
        found = evaluation.stored_curves(run, chosen)
    if found is None:
        raise ScanLabError(
            f"run {run.name} changed while it was being scored; ask for the report again"
        )
    return Facts(
        run,
        chosen,
        result,
        answers.of(run, chosen),
        decisions.of(run),
        found,
        background.of(run, progress),
        history.read(run),
        marks.of(run).note,
    )
