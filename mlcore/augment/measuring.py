"""What is left of scans after a recipe: brightness, structure and a model's decisions."""

from dataclasses import dataclass

import numpy as np

from mlcore.augment import flips, kept, stream, strength
from mlcore.augment.flips import Judge, LabelChange
from mlcore.augment.recipe import Recipe, StepUse
from mlcore.progress import Progress, silent

NEARLY_BLACK = 0.1
"""A variant that shows less than this share of its scan's lit pixels."""


@dataclass(frozen=True)
class Spread:
    """How a measure varies over the variants."""

    mean: float
    low: float
    """One variant in ten has less."""
    middle: float
    high: float
    """One variant in ten has more."""

    @classmethod
    def of(cls, values: np.ndarray) -> "Spread":
        return cls(float(values.mean()), *(float(q) for q in np.quantile(values, (0.1, 0.5, 0.9))))


@dataclass(frozen=True)
class Measures:
    """What came of some variants of some scans; see `kept.Kept` for what is measured."""

    scans: int
    variants: int
    """Of each scan."""
    lit: Spread
    structure: Spread
    distance: Spread
    nearly_black: float
    """Share of variants on which less than a tenth of the scan is left."""
    labels: tuple[LabelChange, ...] = ()
    """Empty without a model."""


def measure(
    recipe: Recipe,
    scans: np.ndarray,
    judge: Judge | None = None,
    seed: int = 0,
    variants: int = 4,
    progress: Progress = silent,
) -> Measures:
    """Measure ``variants`` of each scan ``(n, h, w, c)`` uint8: those of a training's first epochs.

    Raises `ScanLabError` if a step cannot work on scans of that size.
    """
    rows = np.empty((len(scans), variants, 3))
    made = np.empty((len(scans), variants, *scans.shape[1:]), np.uint8)
    for i, scan in enumerate(scans):
        for epoch in range(variants):
            *rows[i, epoch], made[i, epoch] = kept.measure(
                recipe, scan, stream.seed_for(seed, epoch, i)
            )
        progress("scans", i + 1, len(scans))
    lit, structure, distance = rows.reshape(-1, 3).T
    return Measures(
        scans=len(scans),
        variants=variants,
        lit=Spread.of(lit),
        structure=Spread.of(structure),
        distance=Spread.of(distance),
        nearly_black=float((lit < NEARLY_BLACK).mean()),
        labels=flips.changes(judge, scans, made) if judge else (),
    )


def curve(
    use: StepUse,
    scans: np.ndarray,
    judge: Judge | None = None,
    seed: int = 0,
    points: int = 7,
    progress: Progress = silent,
) -> list[tuple[float, Measures]]:
    """One variant of each scan at each strength of a step, from low to high."""
    steps = strength.along(use, points)
    measured = []
    for done, (value, step) in enumerate(steps, 1):
        measured.append((value, measure(Recipe((step,)), scans, judge, seed, 1)))
        progress(strength.named(step), done, len(steps))
    return measured
