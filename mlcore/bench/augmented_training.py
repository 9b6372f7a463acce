"""How much augmentation slows a training down: the same network learns with and without it.

One network, one compiled step and one loop, the worker's own; epochs with and without augmentation
take turns, so that what else the machine does hits both alike. A program of its own, as it needs
TensorFlow.
"""

import json
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

from mlcore.augment import presets
from mlcore.augment.recipe import Recipe
from mlcore.bench import generated
from mlcore.bench.process import python
from mlcore.models import registry
from mlcore.train import kernels
from mlcore.train.batches import Lessons
from mlcore.train.config import TrainConfig
from mlcore.train.parts import part_of

NAME = "bench"
SIDE = 64
BATCH = TrainConfig(NAME).batch
SCANS = {"tiny": 128, "cnn-2": 4096, "cnn-5": 384}
"""Training scans of an epoch, so that one takes a few seconds."""
TURNS = 7
"""Epochs of each kind that are measured, after one of each that warms up."""


def slower(model: str, recipe: str = "gentle", turns: int = TURNS) -> dict[str, Any]:
    """``{model, recipe, batch, precision, scans, turns, plain, augmented, slower, low, high}``.

    ``plain`` and ``augmented`` are images a second (medians). ``slower`` is how much longer an
    epoch with augmentation takes than the one before it without: .1 is 10 percent, the median of
    all turns; ``low`` and ``high`` are the quartiles.
    """
    with tempfile.TemporaryDirectory(prefix="scanlab-bench-") as home:
        words = ["-m", "mlcore.bench.augmented_training", model, recipe, str(turns)]
        return python(words, Path(home)).answer


def main(model: str, recipe: str, turns: int) -> dict[str, Any]:
    """The measurement itself; its store is this process's, and is filled."""
    from mlcore.models import build
    from mlcore.train import compute, fit, step
    from mlcore.train.schedule import SCHEDULES

    n = SCANS[model]
    data = generated.store(NAME, round(n / generated.SPLITS[0][0]), SIDE)
    part = part_of(data, "train")
    config = TrainConfig(NAME, model=model)
    precision = compute.prepare(config.precision, config.seed)
    network = build.build(
        registry.get(model), SIDE, 1, len(data.labels), config.sharing, config.head
    )
    learner = step.Learner.of(config, network)
    learn = learner.learn
    course = fit.Course(
        2 * turns + 2, BATCH, config.seed, config.learning_rate, SCHEDULES[config.schedule]
    )
    silent = fit.Listeners(lambda *_: None, lambda _: None, lambda: False)
    kinds = [Lessons(part, Recipe()), Lessons(part, presets.get(recipe).recipe)]
    seconds: list[list[float]] = [[], []]
    for number in range(1, course.epochs + 1):
        kind = 1 - number % 2
        learnt = fit.learn_epoch(learn, learner.optimizer, kinds[kind], course, number, silent)
        seconds[kind].append(learnt.seconds)
    plain, augmented = (times[1:] for times in seconds)
    ratios = [with_ / without - 1 for without, with_ in zip(plain, augmented, strict=True)]
    low, middle, high = statistics.quantiles(ratios, n=4)
    return {
        "model": model,
        "recipe": recipe,
        "batch": BATCH,
        "precision": precision,
        "scans": len(part),
        "turns": turns,
        "plain": round(len(part) / statistics.median(plain), 1),
        "augmented": round(len(part) / statistics.median(augmented), 1),
        "slower": round(middle, 4),
        "low": round(low, 4),
        "high": round(high, 4),
    }


if __name__ == "__main__":
    kernels.choose()
    print(json.dumps(main(sys.argv[1], sys.argv[2], int(sys.argv[3]))))
