"""Sets of trainings that belong together: started through the queue, found again by their group."""

import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from mlcore.errors import ScanLabError
from mlcore.progress import Progress
from mlcore.runs import folder, state
from mlcore.runs.folder import Run
from mlcore.train import jobs
from mlcore.train.config import TrainConfig


@dataclass(frozen=True)
class Arm:
    """One setting of a trial, to be trained with several seeds."""

    name: str
    title: str
    config: TrainConfig


def new_group(kind: str) -> str:
    return f"{kind}-{secrets.token_hex(4)}"


def start(group: str, arms: Sequence[Arm], seeds: int) -> None:
    """Queue every arm with ``seeds`` seeds; none starts where any could not."""
    jobs.start_all(
        [
            replace(arm.config, seed=arm.config.seed + i, repeats=1, group=f"{group}/{arm.name}")
            for i in range(seeds)
            for arm in arms
        ]
    )


def runs(group: str, arm: str | None = None) -> dict[str, list[Run]]:
    """Name of an arm to its runs, the oldest first; `ScanLabError` where there are none."""
    found: dict[str, list[Run]] = {}
    for run in reversed(folder.all_runs()):
        own, _, name = run.config.get("group", "").partition("/")
        if own == group and name and arm in (None, name):
            found.setdefault(name, []).append(run)
    if not found:
        raise ScanLabError(
            f"no run belongs to group {group!r}; 'runs show RUN' tells the group of a run, the "
            "part before the slash"
        )
    return found


def wait(group: str, progress: Progress, every: float = 0.5) -> None:
    """Until none of its runs is live any more."""
    while True:
        own = [run for each in runs(group).values() for run in each]
        live = [run for run in own if state.state(run) in state.LIVE]
        progress("trainings", len(own) - len(live), len(own))
        if not live:
            return
        jobs.start_waiting()
        time.sleep(every)


def finished(own: Sequence[Run]) -> list[Run]:
    return [run for run in own if state.state(run) == "finished" and run.model_card]
