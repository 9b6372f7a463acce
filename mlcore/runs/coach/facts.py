"""What a rule of the coach reads and gives."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from mlcore.runs.history import History

EQUAL = 0.003
"""Probabilities whose standard deviation over scans is below this are equal for all scans.

On fundus photographs a network that learnt had .013 after its first epoch, one that did not .0003.
"""


@dataclass(frozen=True)
class Facts:
    """All a rule may look at."""

    seen: History
    config: dict[str, Any]
    state: str
    error: str = ""

    @property
    def epochs(self) -> int:
        return len(self.seen.epochs)

    @property
    def rate(self) -> float:
        return self.config.get("learning_rate", 1e-3)

    @property
    def dead(self) -> bool:
        """The same answer for all validation scans, whatever they show."""
        spread = self.seen.of_labels("val_spread")
        return bool(spread) and max(spread.values()) <= EQUAL

    @property
    def plain(self) -> bool:
        """Whether the loss that is told is the one that is trained: elsewhere it may well lie above
        that of answering how common each label is."""
        asked = self.config
        return (
            asked.get("loss", "binary") in ("binary", "categorical")
            and asked.get("class_weights", "none") == "none"
            and not asked.get("label_smoothing")
        )

    def losses(self, part: str) -> list[float]:
        """One an epoch; none where the part does not exist."""
        name = f"{part}_loss"
        return self.seen.epochs[name].astype(float).tolist() if name in self.seen.epochs else []


@dataclass(frozen=True)
class Said:
    """What a rule found: the run's numbers, and what may help."""

    sentence: str
    remedy: str
    changes: dict[str, Any] = field(default_factory=dict)
    """Options of a new run that follows the remedy; empty where the remedy is no new run."""


def epochs(count: int) -> str:
    return f"{count} epoch{'' if count == 1 else 's'}"


def listed(each: Iterable[str]) -> str:
    """The first three, and how many more there are."""
    each = list(each)
    more = f" and {len(each) - 3} more" if len(each) > 3 else ""
    return f"{', '.join(each[:3])}{more}"
