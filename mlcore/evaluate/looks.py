"""How often a test part was used to judge a run, and what choosing the best of several costs.

A test part tells the truth once. Who scores many runs on it and keeps the best one keeps luck too:
the best of equals looks better than it is. The cost is estimated by drawing the scans again: in
each draw the run that is best in it is chosen, and what it scores in the draw is compared with what
it scores on all scans.
"""

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from mlcore.errors import ScanLabError
from mlcore.evaluate import answers, background, decisions
from mlcore.metrics import bootstrap, scores, table
from mlcore.runs import folder
from mlcore.runs.folder import Run, read_lines

FILE = "looks.jsonl"
MOST_RUNS = 20
DRAWS = 400


@dataclass(frozen=True)
class Cost:
    """What choosing the best of ``runs`` by one metric on one part adds to its score by luck."""

    runs: int
    optimism: float
    """0 for one run."""


def add(run: Run, split: str, result: dict[str, Any]) -> None:
    """Note that somebody has seen the score of this part."""
    line = {
        "time": time.time(),
        "split": split,
        "decisions": decisions.of(run).digest,
        "f1_macro": result["metrics"]["f1"]["value"],
    }
    with open(run.folder / FILE, "a", encoding="utf-8") as file:
        file.write(json.dumps(line, allow_nan=False) + "\n")


def count(run: Run, split: str = "test") -> int:
    """How often the run was scored on the part."""
    return sum(line.get("split") == split for line in read_lines(run.folder / FILE))


def judged(run: Run, split: str = "test") -> list[Run]:
    """All runs on the same data that were scored on the part, newest first, this one included."""
    mark = run.model_card.get("fingerprint")
    return [
        other
        for other in folder.all_runs()
        if other.name == run.name
        or (other.model_card.get("fingerprint") == mark and count(other, split))
    ]


def cost(runs: Sequence[Run], split: str = "test", metric: str = "f1") -> Cost:
    """Of choosing among ``runs``, the first `MOST_RUNS` of those with the same scans."""
    drawn: list[np.ndarray] = []
    ids = None
    for run in runs[:MOST_RUNS]:
        try:
            given = answers.of(run, split)
        except ScanLabError:
            continue
        if ids is None:
            ids, together = given.ids, background.grouped(background.of(run), given)
        if not np.array_equal(ids, given.ids):
            continue
        row = table.BY_NAME[metric]
        decided = given.probability >= decisions.of(run).thresholds
        tally = scores.tally(
            given.truth, given.probability, decided, [row], together, bootstrap.MOST_BINS
        )
        found = bootstrap.resample(tally, [row], DRAWS)[metric].averages[row.averages[0]]
        drawn.append(found[: 1 + DRAWS] if row.higher_is_better else -found[: 1 + DRAWS])
    if len(drawn) < 2:
        return Cost(len(drawn), 0.0)
    each = np.stack(drawn)
    each = each[:, ~np.isnan(each).any(axis=0)]
    if not each.size:
        return Cost(len(drawn), 0.0)
    chosen = each[:, 1:].argmax(axis=0)
    luck = each[chosen, np.arange(1, each.shape[1])] - each[chosen, 0]
    return Cost(len(drawn), max(0.0, float(luck.mean())))
