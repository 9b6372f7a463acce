"""The rules of the coach, the gravest first. One more is a function and a row."""

from collections.abc import Callable
from dataclasses import dataclass

from mlcore.runs.coach import fitting, labels, learning
from mlcore.runs.coach.facts import Facts, Said


@dataclass(frozen=True)
class Rule:
    name: str
    title: str
    severity: str
    """``error``: do not go on like this; ``warning``: worth a change; ``hint``: worth knowing."""
    look: Callable[[Facts], Said | None]


RULES: tuple[Rule, ...] = (
    Rule("no_number", "The loss is no longer a number", "error", learning.no_number),
    Rule("dead", "Same answer for all scans", "error", learning.dead),
    Rule("diverging", "Diverging", "error", learning.diverging),
    Rule("rate_too_high", "Learning rate too high", "warning", learning.rate_too_high),
    Rule("learns_little", "Learns next to nothing", "warning", learning.learns_little),
    Rule("overfit", "Overfitting", "warning", fitting.overfit),
    Rule("underfit", "Not done learning", "hint", fitting.underfit),
    Rule("too_good", "Too good", "warning", fitting.too_good),
    Rule("never_yes", "A label is never predicted", "hint", labels.never_yes),
    Rule("far_threshold", "Threshold far from .5", "hint", labels.far_threshold),
    Rule("few", "Few scans of a label", "hint", labels.few),
)
