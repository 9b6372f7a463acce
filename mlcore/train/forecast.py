"""How long a training will take on this machine, told before it starts, without TensorFlow.

What was timed here before is the forecast; for the rest there is an estimate from the work of the
layers and the memory they go through.
"""

import json
import subprocess
import sys
from dataclasses import asdict, dataclass

from mlcore import paths
from mlcore.data.dataset import DataSet
from mlcore.errors import ScanLabError
from mlcore.models import registry, summary
from mlcore.runs import queue
from mlcore.train import estimate, parts, timings
from mlcore.train.config import TrainConfig

SCORING = 1 / 3
"""Time to answer for a scan over that to learn from it: a step goes forward once and back for
the weights and for the layer below."""
PATIENCE = 300.0
"""Seconds a timing may take."""


@dataclass(frozen=True)
class Forecast:
    parameters: int
    memory: int
    """Bytes the worker needs at most, TensorFlow included."""
    images_per_second: float
    """While learning."""
    seconds_per_epoch: float
    """Learning and scoring."""
    seconds: float
    """From the click to the last epoch."""
    known: bool
    """Such a training was timed on this machine; else all but ``parameters`` is an estimate."""


def forecast(config: TrainConfig, data: DataSet) -> Forecast:
    """What a training on ``data`` will take, if nothing else is at work.

    `ScanLabError` names the layer for which the scans are too small.
    """
    network = registry.get(config.model)
    summary.check_side(network, config.side or data.side)
    timed = timings.get(config, data)
    timing = timed or estimate.timing(config, data)
    taught, scored = parts.sizes(config, data)
    learnt = taught * (1 + config.augmented_copies)
    per_epoch = (learnt + SCORING * scored) / timing.images_per_second
    megabytes = timing.megabytes or estimate.megabytes(config, data)
    return Forecast(
        parameters=estimate.parameters(config, data),
        memory=round(megabytes * 2**20),
        images_per_second=timing.images_per_second,
        seconds_per_epoch=per_epoch,
        seconds=config.repeats * (timing.start_seconds + config.epochs * per_epoch),
        known=timed is not None,
    )


def measure(config: TrainConfig, data: DataSet, seconds: float = 3.0) -> Forecast:
    """Time a few batches in a process of their own, then tell; takes ``seconds`` and the start of
    TensorFlow. `ScanLabError` while a training runs, which would take turns with it."""
    if busy := queue.at_work():
        raise ScanLabError(
            f"run {busy[0].name} is training, so a measurement now would come out too slow; wait "
            "for its end or take the estimate"
        )
    forecast(config, data)
    ended = subprocess.run(
        [sys.executable, "-m", "mlcore.train.timing", json.dumps(asdict(config)), str(seconds)],
        cwd=paths.PROJECT,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    if ended.returncode:
        told = ended.stderr.strip().splitlines() or ["it said nothing"]
        raise ScanLabError(f"the first batches could not be timed: {told[-1]}")
    return forecast(config, data)
