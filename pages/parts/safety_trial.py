"""Measuring with the safety meter: a bar while it lasts, and the result kept for the next visit."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import streamlit as st

from mlcore.augment import measuring, safety
from mlcore.augment.flips import Judge
from mlcore.augment.measuring import Measures
from mlcore.augment.recipe import Recipe, StepUse
from mlcore.augment.safety import Report
from mlcore.predict import models
from mlcore.predict.judge import judge
from mlcore.progress import Progress
from mlcore.runs.folder import Run
from pages.parts.working import with_bar


@dataclass(frozen=True)
class Trial:
    """On what a recipe is tried."""

    scans: np.ndarray
    """``(n, h, w, c)`` uint8, none of them black."""
    run: Run | None
    seed: int
    variants: int
    """Of each scan."""

    def report(self, recipe: Recipe) -> Report:
        return self._once(
            f"report {recipe.to_yaml()}",
            lambda progress: safety.check(
                recipe, self.scans, self._judge(), self.seed, self.variants, progress
            ),
        )

    def curve(self, use: StepUse) -> list[tuple[float, Measures]]:
        return self._once(
            f"curve {use.row()}",
            lambda progress: measuring.curve(
                use, self.scans, self._judge(), self.seed, progress=progress
            ),
        )

    def _judge(self) -> Judge | None:
        return judge(models.load_waiting(self.run)) if self.run else None

    def _once(self, what: str, work: Callable[[Progress], Any]) -> Any:
        run = self.run.name if self.run else None
        content = hash(self.scans.tobytes())
        slot = _slot((what, content, self.scans.shape, run, self.seed, self.variants))
        if not slot:
            slot.append(with_bar("Measuring", work))
        return slot[0]


@st.cache_resource(max_entries=64, show_spinner=False)
def _slot(key: tuple) -> list[Any]:  # noqa: ARG001 (the cache's key)
    """A place for one result: a cached function could not show how far it is."""
    return []
