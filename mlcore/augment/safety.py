"""The safety meter: how much of a scan a recipe leaves, and whether its labels can stay true."""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from mlcore.augment import limits, measuring, strength
from mlcore.augment.flips import Judge
from mlcore.augment.limits import COLOURS, LIMITS
from mlcore.augment.measuring import Measures
from mlcore.augment.recipe import Choose, Recipe, StepUse
from mlcore.errors import ScanLabError
from mlcore.progress import Progress, silent

NOTHING = 0.005
"""A loss below this is not spoken of."""


@dataclass(frozen=True)
class Finding:
    """A recipe or a single step of it, measured and judged."""

    title: str
    recipe: Recipe
    measures: Measures
    verdict: str
    """`green`, `amber` or `red`: the worst of what `limits` says."""
    sentence: str
    reasons: tuple[str, ...]
    """Why it is not green."""

    def to_json(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "verdict": self.verdict,
            "sentence": self.sentence,
            "reasons": list(self.reasons),
            **asdict(self.measures),
        }


@dataclass(frozen=True)
class Report:
    whole: Finding
    steps: tuple[Finding, ...]
    """Each step alone and always applied, options of a choice too."""
    alone_impossible: tuple[str, ...] = ()
    """Steps that cannot work without those before them."""


def check(
    recipe: Recipe,
    scans: np.ndarray,
    judge: Judge | None = None,
    seed: int = 0,
    variants: int = 4,
    progress: Progress = silent,
) -> Report:
    """Judge a recipe and each of its steps on scans ``(n, h, w, c)`` uint8, none of them black."""
    uses, impossible = _single(recipe, scans.shape[2:0:-1])
    parts = [("The recipe", recipe), *((strength.named(use), _always(use)) for use in uses)]
    found = []
    for title, part in parts:
        measures = measuring.measure(part, scans, judge, seed, variants, _saying(progress, title))
        found.append(judged(title, part, measures))
    return Report(found[0], tuple(found[1:]), tuple(impossible))


def judged(title: str, recipe: Recipe, measures: Measures) -> Finding:
    colours = [limit.colour(limit.of(measures)) for limit in LIMITS]
    reasons = [
        f"{limit.title}: {_percent(limit.of(measures))} ({colour} from "
        f"{_percent(limit.red if colour == 'red' else limit.amber)}). {limit.reason}"
        for limit, colour in zip(LIMITS, colours, strict=True)
        if colour != "green"
    ]
    verdict = max(colours, key=COLOURS.index)
    return Finding(title, recipe, measures, verdict, _sentence(title, measures), tuple(reasons))


def _sentence(title: str, measures: Measures) -> str:
    removed, lost = 1 - measures.lit.mean, 1 - measures.structure.mean
    text = f"{title} removes {_percent(removed)} of a scan and {_percent(lost)} of its structure"
    if max(removed, lost) < NOTHING:
        text = f"{title} keeps the whole scan"
    if measures.nearly_black >= 0.01:
        text += f"; {_percent(measures.nearly_black)} of the variants show almost nothing"
    if measures.labels:
        text += f"; {_flipping(measures)}"
    return f"{text}."


def _flipping(measures: Measures) -> str:
    """The worst label in words, among positives or among all, whichever is worse."""
    positives = limits.worst_positives(measures)
    worst = limits.worst_flipped(measures)
    if worst.flipped < NOTHING and not (positives and positives.lost >= NOTHING):
        return "no decision flips"
    if positives and positives.lost >= worst.flipped:
        return (
            f"{positives.label} flips in {_percent(positives.lost)} of its "
            f"{positives.positives} positives"
        )
    return f"{worst.label} flips in {_percent(worst.flipped)} of the variants"


def _single(recipe: Recipe, size: tuple[int, int]) -> tuple[list[StepUse], list[str]]:
    """Every step that acts, once, and the titles of those that cannot work alone."""
    uses = []
    for use in recipe.active:
        uses += [each for each in use.active if each] if isinstance(use, Choose) else [use]
    able, unable = [], []
    for use in {str(use.row()): use for use in uses}.values():
        try:
            _always(use).check_fits(size)
            able.append(use)
        except ScanLabError:
            unable.append(strength.named(use))
    return able, unable


def _always(use: StepUse) -> Recipe:
    return Recipe((StepUse(use.name, 1, use.parameters),))


def _percent(share: float) -> str:
    return f"{100 * max(share, 0):.0f} %"


def _saying(progress: Progress, title: str) -> Progress:
    return lambda _what, done, total: progress(title, done, total)
