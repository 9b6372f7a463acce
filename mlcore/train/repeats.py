"""The same training several times with other seeds, so that chance shows."""

import secrets
from dataclasses import replace

from mlcore.runs.folder import Run
from mlcore.train import jobs
from mlcore.train.config import TrainConfig


def start(config: TrainConfig) -> list[Run]:
    """Start ``config.repeats`` runs with seeds ``seed``, ``seed + 1``, …, the first one first.

    Several have a ``group`` in common. None starts where any could not.
    """
    group = secrets.token_hex(4) if config.repeats > 1 else config.group
    return jobs.start_all(
        [replace(config, seed=config.seed + i, group=group) for i in range(config.repeats)]
    )
