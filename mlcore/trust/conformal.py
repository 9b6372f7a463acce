"""Yes, no or unsure, such that the true answer is missed at a chosen rate only.

Split conformal prediction for each class by itself (label-conditional or Mondrian): Vovk, Gammerman
and Shafer 2005, "Algorithmic learning in a random world", section 4.5; Sadinle, Lei and Wasserman
2019, "Least ambiguous set-valued classifiers with bounded error levels"; Angelopoulos and Bates
2021, "A gentle introduction to conformal prediction". An answer is kept while no fewer than the
error rate's share of the validation scans with that answer fit it as badly. Scans that belong
together share one vote: Dunn, Wasserman and Ramdas 2023, "Distribution-free prediction sets for
two-layer hierarchical models".
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from mlcore.errors import ScanLabError
from mlcore.evaluate.answers import Answers
from mlcore.inspect.wording import counted, percent

ERROR = 0.1
YES, NO, UNSURE = "yes", "no", "unsure"


@dataclass(frozen=True)
class Band:
    """Of one label: which probabilities mean yes, which no, and which neither."""

    yes_from: float
    """Yes is possible from this probability on; minus infinity: always."""
    no_to: float
    """No is possible up to this probability; infinity: always."""
    present: int
    """Validation scans with the label; scans that belong together count as one."""
    absent: int
    error: float

    def sets(self, probability: np.ndarray) -> np.ndarray:
        """``(n, 2)`` bool of ``(n,)``: whether no and whether yes is possible."""
        return np.stack([probability <= self.no_to, probability >= self.yes_from], axis=-1)

    def answer(self, probability: float) -> str:
        no, yes = self.sets(np.float32(probability))
        return UNSURE if no == yes else (YES if yes else NO)

    @property
    def caveat(self) -> str | None:
        """What cannot be promised, where there are too few validation scans."""
        needed = fewest(self.error)
        for count, what, never in ((self.present, "with", NO), (self.absent, "without", YES)):
            if count < needed:
                return (
                    f"Only {counted(count, 'validation scan')} {what} this label; at an error rate "
                    f"of {percent(self.error)} at least {needed} are needed before {never!r} can "
                    f"be said, so it is never said."
                )
        return None

    def to_json(self) -> dict[str, Any]:
        ends = {"yes_from": self.yes_from, "no_to": self.no_to}
        found = {name: float(end) if np.isfinite(end) else None for name, end in ends.items()}
        counts = {"present": self.present, "absent": self.absent, "error": self.error}
        return {**found, **counts, "caveat": self.caveat}


def fewest(error: float) -> int:
    """Scans of a class below which nothing can be ruled out at this error rate: ``n + 1`` scans
    must hold at least one that may be missed."""
    return int(np.ceil(1 / error - 1e-9)) - 1


def check_error(error: float) -> float:
    if 0.001 <= error <= 0.5:
        return error
    raise ScanLabError(f"error rate is {error}; expected 0.001 to 0.5, such as 0.1 for 10 %")


def bands(given: Answers, group: np.ndarray, error: float = ERROR) -> list[Band]:
    """One a label from validation answers; ``group`` ``(n,)`` int as in `Answers`."""
    check_error(error)
    made = []
    for label in range(given.truth.shape[1]):
        truth, p = given.truth[:, label], given.probability[:, label].astype(np.float64)
        yes, no = truth == 1, truth == 0
        lowest, present = _end(-p[yes], group[yes], error)
        highest, absent = _end(p[no], group[no], error)
        made.append(Band(-lowest, highest, present, absent, error))
    return made


def _end(score: np.ndarray, group: np.ndarray, error: float) -> tuple[float, int]:
    """The worst score ``(n,)`` that is still kept, and how many groups stand for it."""
    number, size = np.unique(group, return_inverse=True, return_counts=True)[1:]
    count = len(size)
    needed = (count + 1) * (1 - error)
    order = np.argsort(score)
    votes = np.cumsum((1 / size)[number[order]])
    # Rounding must not ask for one scan more than the rule does.
    at = int(np.searchsorted(votes, needed - 1e-9))
    return (float(score[order[at]]) if at < len(score) else np.inf), count
