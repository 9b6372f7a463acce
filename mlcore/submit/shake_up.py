"""How much of a leaderboard is luck: validation scans dealt again and again into a public and a
private part, as a competition deals its test scans.

Scans that belong together stay together. A model whose true score is the same on both parts still
shows a gap between them; how large a gap is usual, and how often the run that leads on the public
part leads on the private one, is counted over many deals. Why the best of several public scores
flatters: Dwork et al. 2015, "The reusable holdout: Preserving validity in adaptive data analysis".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from mlcore.errors import ScanLabError
from mlcore.evaluate import answers, background, decisions
from mlcore.evaluate.answers import Answers
from mlcore.metrics import bootstrap, scores, table
from mlcore.metrics.table import Metric
from mlcore.progress import Progress, silent
from mlcore.runs.folder import Run

DRAWS = 2000
PUBLIC = 0.5
FEWEST = 10
SEED = 0


@dataclass(frozen=True)
class ShakeUp:
    """``(runs, draws)`` scores of the same deals."""

    runs: tuple[str, ...]
    metric: Metric
    public: np.ndarray
    private: np.ndarray
    n: int
    share: float

    @property
    def gaps(self) -> np.ndarray:
        """``(runs, draws)``: public less private, larger where the public part flatters."""
        return self.public - self.private

    @property
    def leader_holds(self) -> float | None:
        """Share of deals in which the run that is best on the public part is best on the private
        one; None for a single run."""
        if len(self.runs) < 2:
            return None
        sign = 1 if self.metric.higher_is_better else -1
        usable = ~np.isnan(self.public + self.private).any(axis=0)
        leads = [(sign * part[:, usable]).argmax(axis=0) for part in (self.public, self.private)]
        return float((leads[0] == leads[1]).mean()) if usable.any() else None

    def to_json(self) -> dict[str, Any]:
        """``{metric, n, draws, public_share, leader_holds, runs [{run, public, private, gap {low,
        middle, high, typical}}]}``; ``typical`` is the median size of a gap."""
        rows = []
        for run, public, private in zip(self.runs, self.public, self.private, strict=True):
            gap = public - private
            low, middle, high = np.nanquantile(gap, (0.025, 0.5, 0.975))
            ends = {"low": low, "middle": middle, "high": high}
            rows.append(
                {
                    "run": run,
                    "public": _rounded(np.nanmean(public)),
                    "private": _rounded(np.nanmean(private)),
                    "gap": {name: _rounded(value) for name, value in ends.items()}
                    | {"typical": _rounded(np.nanmedian(np.abs(gap)))},
                }
            )
        return {
            "metric": self.metric.name,
            "n": self.n,
            "draws": self.public.shape[1],
            "public_share": self.share,
            "leader_holds": self.leader_holds,
            "runs": rows,
        }


def shake_up(
    runs: Sequence[Run],
    metric: str = "f1",
    share: float = PUBLIC,
    draws: int = DRAWS,
    progress: Progress = silent,
) -> ShakeUp:
    """Deal the validation scans of ``runs``, which must have the same ones, ``draws`` times; a
    ``share`` of the groups is public. The score is the main average of ``metric``."""
    chosen = table.BY_NAME[metric]
    if not 0.05 <= share <= 0.95:
        raise ScanLabError(f"the public share is {share}; expected 0.05 to 0.95")
    given = [answers.of(run, "val") for run in runs]
    for run, other in zip(runs, given, strict=True):
        if not np.array_equal(other.ids, given[0].ids):
            raise ScanLabError(
                f"run {run.name} was validated on other scans than {runs[0].name}; compare runs of "
                "one data set and one split"
            )
    groups = background.grouped(background.of(runs[0], progress), given[0])
    count = int(groups.max()) + 1
    if count < FEWEST:
        raise ScanLabError(
            f"validation has {count} scans or groups of them; at least {FEWEST} are needed to deal"
        )
    public = _deals(count, share, draws)
    each = [
        [_scores(one, run, chosen, groups, part) for part in (public, 1 - public)]
        for run, one in zip(runs, given, strict=True)
    ]
    ours, theirs = (np.stack([pair[i] for pair in each]) for i in (0, 1))
    names = tuple(run.name for run in runs)
    return ShakeUp(names, chosen, ours, theirs, len(given[0]), share)


def _deals(groups: int, share: float, draws: int) -> np.ndarray:
    """``(groups, draws)`` float32: 1 where a group is public, as many in each deal."""
    order = np.random.default_rng(SEED).random((groups, draws)).argsort(axis=0).argsort(axis=0)
    return (order < max(1, round(share * groups))).astype(np.float32)


def _scores(
    given: Answers, run: Run, metric: Metric, groups: np.ndarray, part: np.ndarray
) -> np.ndarray:
    decided = given.probability >= decisions.of(run).thresholds
    tally = scores.tally(
        given.truth, given.probability, decided, [metric], groups, bootstrap.MOST_BINS
    )
    return scores.of_sums(metric, tally.sums(part))[1][metric.averages[0]]


def _rounded(value: float) -> float | None:
    return None if np.isnan(value) else round(float(value), 4)
