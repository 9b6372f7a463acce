"""The same training several times with other seeds, so that chance shows."""

import secrets
from dataclasses import replace

from mlcore.runs.folder import Run
from mlcore.train import checks, jobs
from mlcore.train.config import TrainConfig


def start(config: TrainConfig) -> list[Run]:
    """Start ``config.repeats`` runs with seeds ``seed``, ``seed + 1``, …, the first one first.

    Several have a ``group`` in common. None starts where any could not.
    """
    if config.repeats == 1:
        return [jobs.start(config)]
    group = secrets.token_hex(4)
    all_of_them = [
        replace(config, seed=config.seed + i, group=group) for i in range(config.repeats)
    ]
    for each in all_of_them:
        checks.check(each)
    return [jobs.start(each) for each in all_of_them]
