"""A duel: one network for all labels against one network per label.

At equal epochs first. A network per label takes longer, so the quicker side is then trained anew
for as many epochs as fit in the time of the slower one. The verdict per label says which labels
gain or lose by being learnt together.
"""

from dataclasses import replace
from typing import Any

from mlcore.compare import contestant, spread, trials
from mlcore.compare.trials import Arm
from mlcore.compare.two_runs import as_json
from mlcore.compare.verdict import BETTER, WORSE
from mlcore.errors import ScanLabError
from mlcore.metrics import table
from mlcore.progress import Progress, silent
from mlcore.runs import results
from mlcore.runs.folder import Run
from mlcore.train.config import TrainConfig

TOGETHER, ALONE, LONGER = "shared", "separate", "equal-time"
SAID = {
    BETTER: "better learnt alone: the others hurt it",
    WORSE: "better learnt together: the others help it",
}


def start(config: TrainConfig, seeds: int) -> str:
    """Queue both sides at equal epochs; the group they are found by."""
    group = trials.new_group("duel")
    arms = [
        Arm(TOGETHER, "one network", replace(config, sharing="shared")),
        Arm(ALONE, "one network per label", replace(config, sharing="separate")),
    ]
    trials.start(group, arms, seeds)
    return group


def start_equal_time(group: str) -> None:
    """Queue the quicker side anew, with the epochs that fit in the time of the slower one; nothing
    where that was done or the sides are as quick as each other."""
    own = trials.runs(group)
    if LONGER in own:
        return
    sides = {name: trials.finished(own.get(name, [])) for name in (TOGETHER, ALONE)}
    _check(group, sides)
    seconds = {name: _seconds_per_epoch(runs) for name, runs in sides.items()}
    quick, slow = sorted(seconds, key=seconds.get)
    config = TrainConfig.from_json(sides[quick][0].config)
    epochs = max(1, int(config.epochs * seconds[slow] / seconds[quick]))
    if epochs == config.epochs:
        return
    arm = Arm(LONGER, f"{quick}, as long as {slow}", replace(config, epochs=epochs))
    trials.start(group, [arm], len(sides[quick]))


def report(
    group: str, split: str = "val", metric: str = "f1", progress: Progress = silent
) -> dict[str, Any]:
    """``group, split, metric, arms, equal_epochs, equal_time, verdicts``: rows of `paired.Row`,
    the second side being one network per label; ``equal_time`` is empty until it was trained."""
    own = {name: trials.finished(runs) for name, runs in trials.runs(group).items()}
    _check(group, own)
    found = {
        name: [contestant.of_run(run, split, progress) for run in runs]
        for name, runs in own.items()
    }
    flat = iter(contestant.aligned([each for side in found.values() for each in side]))
    found = {name: [next(flat) for _ in side] for name, side in found.items()}
    row = table.BY_NAME[metric]
    equal = spread.compare(found[TOGETHER], found[ALONE], row)
    timed = []
    if longer := found.get(LONGER):
        quick = own[LONGER][0].config["sharing"]
        sides = (longer, found[ALONE]) if quick == "shared" else (found[TOGETHER], longer)
        timed = spread.compare(*sides, row)
    return {
        "group": group,
        "split": split,
        "metric": metric,
        "arms": {name: _arm(runs) for name, runs in own.items()},
        "equal_epochs": [as_json(each) for each in equal],
        "equal_time": [as_json(each) for each in timed],
        "verdicts": {
            each.label: SAID.get(each.verdict, "cannot tell") for each in (timed or equal)[1:]
        },
    }


def _arm(runs: list[Run]) -> dict[str, Any]:
    told = [results.of(run) for run in runs]
    return {
        "runs": [run.name for run in runs],
        "sharing": runs[0].config["sharing"],
        "epochs": runs[0].planned,
        "seconds": round(sum(each["seconds"] for each in told) / len(told), 1),
    }


def _seconds_per_epoch(runs: list[Run]) -> float:
    told = [results.of(run) for run in runs]
    return sum(each["seconds"] for each in told) / max(sum(each["epochs"] for each in told), 1)


def _check(group: str, sides: dict[str, list[Run]]) -> None:
    if not (sides.get(TOGETHER) and sides.get(ALONE)):
        raise ScanLabError(
            f"a side of duel {group} has no finished run, so nothing can be compared; see 'runs "
            "list' for what became of them"
        )
