"""Two runs beside one another: their models, their settings, and where they disagree."""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from mlcore.compare import contestant, paired, repeats_of, spread
from mlcore.compare.contestant import Contestant
from mlcore.compare.paired import Comparison, Row
from mlcore.compare.verdict import UNCLEAR
from mlcore.evaluate import looks
from mlcore.metrics import bootstrap, scores, table
from mlcore.progress import Progress, silent
from mlcore.runs.folder import Run

MOST_REPEATS = 10


@dataclass(frozen=True)
class TwoRuns:
    first: Contestant
    second: Contestant
    split: str
    models: Comparison
    settings: list[Row]
    """The mean of labels, then each label; empty where both have the same settings."""
    runs: tuple[int, int]
    """How many runs of each setting were at hand."""
    differing: dict[str, tuple[Any, Any]]
    with_committee: bool = False

    @property
    def same_settings(self) -> bool:
        return not self.differing

    @property
    def judged_by(self) -> str:
        """``settings`` where repeats tell of seeds or both are the same, else ``models``."""
        return "settings" if self.same_settings or max(self.runs) > 1 else "models"

    @property
    def verdict(self) -> str:
        """How the second does against the first, see `judged_by`."""
        if self.same_settings:
            return UNCLEAR
        return (self.settings[0] if self.judged_by == "settings" else self.models.mean).verdict

    @property
    def sentences(self) -> list[str]:
        title = self.models.metric.title
        return [self._of_settings(title), self._of_models(title)]

    def _of_settings(self, title: str) -> str:
        if self.same_settings:
            return (
                "Settings: cannot tell, as both runs have the same; only the seed differs, so "
                "whatever lies between them is chance."
            )
        one, two = self.runs
        if self.with_committee:
            return "Settings: a committee has none of its own, so only the models are compared."
        if max(self.runs) == 1:
            return (
                "Settings: cannot tell from one run of each, as another seed would score "
                "otherwise; train both with three repeats or more."
            )
        row = self.settings[0]
        return (
            f"Settings: {_said(row)} in {title} by {row.difference:+.3f} (95 %: {row.low:+.3f} "
            f"to {row.high:+.3f}), over {one} and {two} seeds; allows for other seeds and scans."
        )

    def _of_models(self, title: str) -> str:
        row = self.models.mean
        return (
            f"Models: {_said(row)} in {title} by {row.difference:+.3f} (95 %: {row.low:+.3f} to "
            f"{row.high:+.3f}), for other scans of this kind; this says nothing of other seeds."
        )

    def disagreements(self, label: int) -> np.ndarray:
        """``(k,)`` positions of scans that exactly one decides rightly, the widest apart first."""
        known = ~np.isnan(self.first.given.truth[:, label])
        apart = self.first.decided[:, label] != self.second.decided[:, label]
        rows = np.flatnonzero(known & apart)
        far = np.abs(self.first.given.probability - self.second.given.probability)[rows, label]
        return rows[np.argsort(-far, kind="stable")]

    def to_json(self) -> dict[str, Any]:
        return {
            "first": self.first.name,
            "second": self.second.name,
            "split": self.split,
            "metric": self.models.metric.name,
            "n": self.models.scans,
            "groups": self.models.groups,
            "verdict": self.verdict,
            "judged_by": self.judged_by,
            "sentences": self.sentences,
            "differing": self.differing,
            "models": [as_json(row) for row in (self.models.mean, *self.models.labels)],
            "settings": [as_json(row) for row in self.settings],
            "runs": list(self.runs),
            "mcnemar": [
                {"label": label} | asdict(each)
                for label, each in zip(self.first.labels, self.models.disagreements, strict=True)
            ],
        }


def compare(
    first: Run,
    second: Run,
    split: str = "val",
    metric: str = "f1",
    draws: int = bootstrap.RESAMPLES,
    progress: Progress = silent,
) -> TwoRuns:
    """A comparison on a test part counts as a look at it, for both runs."""
    sides = [repeats_of.repeats(run)[:MOST_REPEATS] for run in (first, second)]
    differing = repeats_of.differing(first, second)
    with_committee = bool(first.committee or second.committee)
    if not differing or with_committee:
        sides = [[first], [second]]
    each = [
        [contestant.of_run(run, split, progress) for run in side if _answered(run, split)]
        or [contestant.of_run(side[0], split)]
        for side in sides
    ]
    of_all = contestant.aligned([*each[0], *each[1]])
    one, two = of_all[: len(each[0])], of_all[len(each[0]) :]
    row = table.BY_NAME[metric]
    models = paired.compare(one[0], two[0], row, draws)
    if split == "test":
        _looked(first, one[0])
        _looked(second, two[0])
    settings = spread.compare(one, two, row) if differing and not with_committee else []
    counts = len(one), len(two)
    return TwoRuns(one[0], two[0], split, models, settings, counts, differing, with_committee)


def _answered(run: Run, split: str) -> bool:
    return run.predictions_file(split).exists()


def _looked(run: Run, seen: Contestant) -> None:
    given = seen.given
    found = scores.score(given.truth, given.probability, seen.labels, seen.thresholds)
    value = {"value": scores.number(found.macro("f1"))}
    looks.add(run, "test", {"metrics": {"f1": value}})


def _said(row: Row) -> str:
    if row.verdict == UNCLEAR:
        return "cannot tell; the second differs from the first"
    return f"the second is {row.verdict} than the first"


def as_json(row: Row) -> dict[str, Any]:
    return {
        name: (scores.number(value) if isinstance(value, float) else value)
        for name, value in asdict(row).items()
    }
