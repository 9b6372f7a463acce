"""From which measured values on a recipe is doubtful, and from which it harms."""

from collections.abc import Callable
from dataclasses import dataclass

from mlcore.augment.flips import LabelChange
from mlcore.augment.measuring import Measures

GREEN, AMBER, RED = COLOURS = ("green", "amber", "red")
FEWEST_POSITIVES = 8
"""A share of fewer scans says little: each one would weigh more than an eighth."""


@dataclass(frozen=True)
class Limit:
    title: str
    of: Callable[[Measures], float | None]
    """A loss from 0 to 1, the larger the worse; None where it could not be measured."""
    amber: float
    red: float
    reason: str

    def colour(self, loss: float | None) -> str:
        if loss is None:
            return GREEN
        return RED if loss >= self.red else AMBER if loss >= self.amber else GREEN


def worst_positives(measures: Measures) -> LabelChange | None:
    """The label that loses the largest share of its positives, among those with enough."""
    enough = [each for each in measures.labels if each.positives >= FEWEST_POSITIVES]
    return max(enough, key=lambda each: each.lost, default=None)


def worst_flipped(measures: Measures) -> LabelChange | None:
    """The label with the largest share of flipped decisions, in either direction."""
    return max(measures.labels, key=lambda each: each.flipped, default=None)


def _lost(measures: Measures) -> float | None:
    worst = worst_positives(measures)
    return worst and worst.lost


def _flipped(measures: Measures) -> float | None:
    worst = worst_flipped(measures)
    return worst and worst.flipped


LIMITS = (
    Limit(
        "Removed on average",
        lambda measures: 1 - measures.lit.mean,
        0.1,
        0.25,
        "A small finding is gone as often as the place where it lies, while its label stays: what "
        "is removed on average is about the share of positives that are taught wrongly.",
    ),
    Limit(
        "Removed in one variant of ten",
        lambda measures: 1 - measures.lit.low,
        0.25,
        0.5,
        "A good average can hide variants with almost nothing on them; from a half on even a large "
        "finding can be gone.",
    ),
    Limit(
        "Structure lost on average",
        lambda measures: 1 - measures.structure.mean,
        0.2,
        0.4,
        "What radiologists call a finding is mostly structure; blurred or drowned in noise it "
        "cannot be learnt, though every pixel is lit.",
    ),
    Limit(
        "Flipped positives, worst label",
        _lost,
        0.2,
        0.35,
        "A finding that a trained model sees before and not after the change may no longer be "
        "there. A change it has never met flips decisions too, so look at the pictures as well.",
    ),
    Limit(
        "Flipped decisions, worst label",
        _flipped,
        0.2,
        0.35,
        "The model sees things that are not there, or no longer those that are: the variants do "
        "not look like the scans that it learnt and will be asked about.",
    ),
)
