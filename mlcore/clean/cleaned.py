"""Applying a recipe: which scans stay, with which part and labels, and what each decision did."""

from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from mlcore.clean.candidates import Candidates
from mlcore.clean.recipe import CleaningRecipe, Decision
from mlcore.data import dataset, views
from mlcore.data.dataset import DataSet
from mlcore.errors import ScanLabError
from mlcore.inspect.material import Material
from mlcore.progress import Progress, silent


@dataclass(frozen=True)
class Done:
    """What one decision did."""

    decision: str
    dropped: int
    """Scans."""
    relabelled: int
    """Label values of scans that stayed."""
    moved: int
    """Scans to another part."""
    sentence: str

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Cleaned:
    """A data set as a recipe leaves it; nothing is stored yet (`mlcore.clean.store`)."""

    data: DataSet
    """The imported data that it was made of."""
    recipe: CleaningRecipe
    """All decisions since the import."""
    rows: np.ndarray
    """``(k,)`` positions in ``data`` of the scans that stay, in their order."""
    table: pd.DataFrame
    """``k`` rows: ids, new splits, new labels."""
    reasons: np.ndarray
    """``(n,)`` str: why a scan of ``data`` was dropped, ``""`` for one that stays."""
    log: tuple[Done, ...]

    @cached_property
    def preview(self) -> DataSet:
        """The result as a `DataSet`, for everything that looks at one."""
        name = f"{self.data.name}, cleaned"
        return views.preview(self.data, self.rows, self.table, name, self.made_by)

    @property
    def made_by(self) -> dict[str, Any]:
        """The part of `DataSet.view` that the recipe decides."""
        return {"recipe": self.recipe.digest, "log": [done.to_json() for done in self.log]}


def origin(data: DataSet) -> tuple[DataSet, CleaningRecipe]:
    """The imported data that ``data`` was made of, and how; imported data is its own origin."""
    if not data.view:
        return data, CleaningRecipe()
    base, recipe = dataset.load(data.view["base"]), CleaningRecipe.from_yaml(data.recipe)
    if recipe.digest != data.view["recipe"]:
        raise ScanLabError(
            f"recipe.yaml of data set {data.name!r} was changed after it was applied; apply it to "
            f"{base.name!r} under this name first"
        )
    return base, recipe


def apply(
    data: DataSet,
    recipe: CleaningRecipe,
    material: Material | None = None,
    progress: Progress = silent,
) -> Cleaned:
    """Make the decisions one after the other; ``data`` is not changed.

    Where ``data`` is cleaned already, its own decisions are made first, so that the result is
    that of one recipe over imported data. ``material`` of that data (`origin`) saves looking at its
    pixels again. `ScanLabError` names the decision that cannot be made.
    """
    data, before = origin(data)
    candidates = Candidates.of(data, material, progress)
    numbered = enumerate(before.decisions + recipe.decisions, 1 - len(before.decisions))
    log = tuple(_make(candidates, number, decision) for number, decision in numbered)
    recipe = before.adding(*recipe.decisions)
    rows = np.flatnonzero(candidates.kept)
    table = data.table.iloc[rows].reset_index(drop=True)
    table["split"] = pd.array(candidates.split[rows], table["split"].dtype)
    table[list(data.labels)] = candidates.targets[rows]
    return Cleaned(data, recipe, rows, table, candidates.reason, log)


def _make(candidates: Candidates, number: int, decision: Decision) -> Done:
    kept, split = candidates.kept.copy(), candidates.split.copy()
    targets = candidates.targets.copy()
    try:
        sentence = decision.kind.carry_out(candidates, decision.values)
    except ScanLabError as problem:
        raise ScanLabError(f"decision {number}, {decision.name!r}: {problem}") from problem
    stay = candidates.kept
    before, after = targets[stay], candidates.targets[stay]
    unequal = (before != after) & ~(np.isnan(before) & np.isnan(after))
    return Done(
        decision.name,
        int((kept & ~stay).sum()),
        int(unequal.sum()),
        int((split[stay] != candidates.split[stay]).sum()),
        sentence,
    )
