"""Which thresholds decide a submission, a row each; all are chosen on validation."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from mlcore.errors import ScanLabError
from mlcore.evaluate import decisions, tuning
from mlcore.evaluate.decisions import Decisions
from mlcore.runs.folder import Run

SHRINK = 10.0
"""Present scans that weigh as much as all labels together. Chosen, and scored, on halves of a
validation part of 960 fundus photographs (30 splits), two networks gained .006 and .012
of mean F1 over the best F1 per label, in 83 and 100 % of the splits."""
DEFAULT = "run"


@dataclass(frozen=True)
class Rule:
    name: str
    title: str
    help: str
    choose: Callable[[Run], Decisions]


def _shrunk(run: Run) -> Decisions:
    now = decisions.of(run)
    wish = tuning.Wish(method=now.method, shrink=SHRINK)
    return replace(now, thresholds=tuning.tune(run, wish).decisions.thresholds)


RULES = (
    Rule(
        "run",
        "As the run decides",
        "The thresholds that hold on every page: chosen in the threshold lab, else the best F1 per "
        "label on validation.",
        decisions.of,
    ),
    Rule(
        "shrunk",
        "Shrunk to a shared one",
        "The best F1 per label, pulled towards one threshold for all labels where few validation "
        "scans have the label.",
        _shrunk,
    ),
)
BY_NAME = {rule.name: rule for rule in RULES}


def chosen(run: Run, rule: str) -> Decisions:
    if rule not in BY_NAME:
        raise ScanLabError(f"rule is {rule!r}; expected {' or '.join(BY_NAME)}")
    return BY_NAME[rule].choose(run)
