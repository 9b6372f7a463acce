"""A program that times the first batches of a training: ``python -m mlcore.train.timing CONFIG``.

``CONFIG`` is the JSON of a `TrainConfig`. It learns as a run does, from the same scans in the same
batches, for some seconds, keeps what it measured in `mlcore.train.timings` and prints it as JSON.
Nothing is written to a run folder. Runs in a process of its own, as TensorFlow does.
"""

import json
import sys
import time
from dataclasses import asdict
from statistics import median

from mlcore.errors import ScanLabError
from mlcore.train import augmentation, checks, kernels, parts, session, starting, timings
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
    rehearsal = Rehearsal(config)
    start = time.perf_counter() - began
    laps = rehearsal.learn(seconds)
    timing = Timing(
        round(config.batch / median(laps), 1), timings.megabytes_used(), round(start, 2)
    )
    timings.keep(config, rehearsal.data, timing)
    return timing


class Rehearsal:
    """A training without a run folder, which learns as long as one likes."""

    def __init__(self, config: TrainConfig) -> None:
        """Build the network and let it learn from the batches that do not count."""
        self.data = checks.check(config)
        self.config = config
        starting.import_tensorflow()
        from mlcore.train import compute, fit, step

        compute.prepare(config.precision, config.seed)
        self._lessons = Lessons(
            parts.teaching_part(config, self.data),
            augmentation.recipe_of(config),
            config.augmented_copies,
            config.seed,
        )
        self._learner = step.Learner.of(config, session.network_of(config, self.data))
        self._learn = self._learner.learn
        self._course = fit.Course(
            config.epochs, config.batch, config.seed, config.learning_rate, lambda _: 1.0
        )
        self._epoch = 0
        self.learn(0.0, WARM_UP)

    def learn(self, seconds: float, least: int = LEAST) -> list[float]:
        """Go on for so many seconds and batches; returns the seconds of each whole batch."""
        from mlcore.train import fit

        clock = _Clock(seconds, least)
        listeners = fit.Listeners(clock.batch_ends, lambda _: None, clock.is_over)
        while not clock.is_over():
            self._epoch += 1
            clock.epoch_begins()
            fit.learn_epoch(
                self._learn,
                self._learner.optimizer,
                self._lessons,
                self._course,
                self._epoch,
                listeners,
            )
        return clock.laps


class _Clock:
    """Seconds from each whole batch to the next; the last of an epoch is smaller."""

    def __init__(self, seconds: float, least: int) -> None:
        self.laps: list[float] = []
        self._seconds = seconds
        self._least = least

    def epoch_begins(self) -> None:
        self._last = time.perf_counter()

    def batch_ends(self, _epoch: int, step: int, steps: int, _loss: float) -> None:
        now = time.perf_counter()
        if step < steps or steps == 1:
            self.laps.append(now - self._last)
        self._last = now

    def is_over(self) -> bool:
        return len(self.laps) >= self._least and sum(self.laps) >= self._seconds


def main(arguments: list[str]) -> None:
    """``CONFIG [SECONDS]``; prints the timing."""
    config = TrainConfig.from_json(json.loads(arguments[0]))
    seconds = float(arguments[1]) if len(arguments) > 1 else SECONDS
    try:
        print(json.dumps(asdict(measure(config, seconds))))
    except ScanLabError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    kernels.choose()
    main(sys.argv[1:])
    starting.leave()
