"""All that a model card and a report tell of a run, gathered once."""

from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np

from mlcore.errors import ScanLabError
from mlcore.evaluate import answers, confusion, evaluated, evaluation, slices
from mlcore.evaluate.evaluated import Evaluated
from mlcore.evaluate.slices import Scored
from mlcore.metrics import table
from mlcore.models import registry
from mlcore.progress import Progress, silent
from mlcore.runs import history, marks
from mlcore.runs.folder import Run
from mlcore.runs.history import History

MOST_GROUPS = 8


@dataclass(frozen=True)
class Facts(Evaluated):
    history: History
    note: str

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
        truth = self.given.truth
        each = [confusion.cells(truth, self.decided, i) for i in range(len(self.labels))]
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
        scored = slices.score(
            self.given, self.decisions.thresholds, self.together, parts, table.BY_NAME["f1"]
        )
        return [one for one in scored if not np.isnan(one.value)][:MOST_GROUPS]


def gather(run: Run, split: str | None = None, progress: Progress = silent) -> Facts:
    """Of one part: without ``split`` the test part where it has been scored, else validation.

    Scores the part where that has not been done. `ScanLabError` where the run has nothing to score.
    """
    if not run.model_card:
        answers.as_kept(run, split or "val")  # says why there is nothing
    chosen = split or ("test" if evaluation.stored(run, "test") else "val")
    found = evaluated.read(run, chosen, progress)
    if found is None:
        evaluation.evaluate(run, chosen, progress=progress)
        found = evaluated.read(run, chosen, progress)
    if found is None:
        raise ScanLabError(
            f"run {run.name} changed while it was being scored; ask for the report again"
        )
    of_run = (getattr(found, field.name) for field in fields(found))
    return Facts(*of_run, history.read(run), marks.of(run).note)
