"""A program that times the first batches of a training: ``python -m mlcore.train.timing CONFIG``.

``CONFIG`` is the JSON of a `TrainConfig`. It learns as a run does, from the same scans in the same
batches, for some seconds, keeps what it measured in `mlcore.train.timings` and prints it as JSON.
Nothing is written to a run folder. Runs in a process of its own, as TensorFlow does.
"""

import json
import os
import sys
import time
from dataclasses import asdict

import numpy as np

from mlcore.errors import ScanLabError
from mlcore.train import augmentation, checks, parts, session, timings
from mlcore.train.batches import Lessons
from mlcore.train.config import TrainConfig
from mlcore.train.timings import Timing

SECONDS = 3.0
WARM_UP = 2
"""Batches that are not counted: the first is compiled, in the second memory is still fetched."""
LEAST = 3
"""Batches that are counted however long they take."""


def measure(config: TrainConfig, seconds: float = SECONDS) -> Timing:
    """Learn for about ``seconds`` and keep how quick it was."""
    began = time.perf_counter()
    data = checks.check(config)
    from mlcore.train import compute, fit, step

    compute.prepare(config.precision, config.seed)
    lessons = Lessons(
        parts.teaching_part(config, data),
        augmentation.recipe_of(config),
        config.augmented_copies,
        config.seed,
    )
    learner = step.Learner.of(config, session.network_of(config, data))
    learn = step.training_step(learner)
    course = fit.Course(
        config.epochs, config.batch, config.seed, config.learning_rate, lambda _: 1.0
    )
    clock = _Clock(seconds)
    listeners = fit.Listeners(clock.batch, lambda _: None, clock.is_over, clock.is_over)
    for number in range(1, sys.maxsize):
        clock.epoch_begins()
        if fit.learn_epoch(learn, learner.optimizer, lessons, course, number, listeners) is None:
            break
    timing = Timing(
        round(config.batch / clock.seconds_a_batch(), 1),
        timings.megabytes_used(),
        round(clock.first - began, 2),
    )
    timings.keep(config, data, timing)
    return timing


class _Clock:
    """Seconds from each whole batch to the next."""

    def __init__(self, seconds: float) -> None:
        self.first = 0.0
        self._wanted = seconds
        self._done = 0
        self._last: float | None = None
        self._seconds: list[float] = []

    def epoch_begins(self) -> None:
        self._last = None if not self._done else time.perf_counter()

    def batch(self, _epoch: int, step: int, steps: int, _loss: float) -> None:
        now = time.perf_counter()
        self._done += 1
        if self._done == 1:
            self.first = now
        # The last batch of an epoch is smaller.
        if self._done > WARM_UP and (step < steps or steps == 1):
            self._seconds.append(now - self._last)
        self._last = now

    def is_over(self) -> bool:
        return len(self._seconds) >= LEAST and sum(self._seconds) >= self._wanted

    def seconds_a_batch(self) -> float:
        return float(np.median(self._seconds))


def main(arguments: list[str]) -> None:
    """``CONFIG [SECONDS]``; prints the timing."""
    config = TrainConfig.from_json(json.loads(arguments[0]))
    seconds = float(arguments[1]) if len(arguments) > 1 else SECONDS
    try:
        print(json.dumps(asdict(measure(config, seconds))))
    except ScanLabError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    main(sys.argv[1:])
