"""Training itself: plain arrays and functions in, a trained model out.

Knows neither a run folder nor a page; all it tells, it tells through `Listeners`.
Worker only.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import keras
import numpy as np
import tensorflow as tf

from mlcore.data.dataset import DataSet
from mlcore.train import step
from mlcore.train.schedule import Schedule


@dataclass(frozen=True)
class Part:
    """Some scans of a data set: training or validation."""

    store: np.ndarray
    """``(all, side, side, c)`` uint8; stays on disk, only batches of it are read."""
    rows: np.ndarray
    """``(n,)`` positions of this part's scans in the store."""
    truth: np.ndarray
    """``(n, labels)`` float32, NaN unknown."""

    def __len__(self) -> int:
        return len(self.rows)

    def pixels(self, positions: np.ndarray | slice) -> np.ndarray:
        return self.store[self.rows[positions]]


def part_of(data: DataSet, split: str) -> Part | None:
    """The scans of one split with at least one known label; None where there is none."""
    rows = data.rows(split)
    rows = rows[data.labelled()[rows]]
    return Part(data.pixels, rows, data.targets[rows]) if len(rows) else None


@dataclass(frozen=True)
class Epoch:
    """What one finished pass over the training scans gave."""

    number: int
    """1 for the first."""
    seconds: float
    """Learning and scoring together."""
    images_per_second: float
    """Learning only."""
    loss: float
    """Mean over the epoch's steps, while learning."""
    train_probability: np.ndarray
    """``(n_train, labels)``: the answer to each scan at the step it was learnt from."""
    val_probability: np.ndarray | None
    """``(n_val, labels)`` after the epoch; None where there is no validation part."""


@dataclass(frozen=True)
class Course:
    """How long, in which portions and at which rate to learn."""

    epochs: int
    batch: int
    seed: int
    learning_rate: float
    schedule: Schedule

    def rate_at(self, done: float) -> float:
        """The learning rate when this share of the training is done."""
        return self.learning_rate * self.schedule(done)


@dataclass(frozen=True)
class Listeners:
    """Whom `fit` tells what happens, and whom it asks whether to go on."""

    on_batch: Callable[[int, int, int, float], None]
    """epoch, step, steps an epoch, loss."""
    on_epoch: Callable[[Epoch], None]
    should_stop: Callable[[], bool]


def fit(
    model: keras.Model,
    optimizer: keras.optimizers.Optimizer,
    train: Part,
    val: Part | None,
    course: Course,
    done: int,
    listeners: Listeners,
) -> bool:
    """Train epochs ``done + 1`` to ``course.epochs``; False when stopped before the last.

    The order of scans and the learning rate depend on the course and the epoch's number alone,
    so a run that resumes sees what it would have seen.
    """
    learn = step.training_step(model, optimizer)
    answer = step.answering(model)
    steps = -(-len(train) // course.batch)
    for number in range(done + 1, course.epochs + 1):
        started = time.perf_counter()
        losses = np.zeros(steps)
        probability = np.zeros(train.truth.shape, np.float32)
        for i, rows in enumerate(_batches(len(train), course, number)):
            if listeners.should_stop():
                return False
            optimizer.learning_rate = course.rate_at((number - 1 + i / steps) / course.epochs)
            loss, logits = learn(train.pixels(rows), train.truth[rows])
            losses[i] = float(loss)
            probability[rows] = logits.numpy()
            listeners.on_batch(number, i + 1, steps, losses[i])
        learnt = time.perf_counter() - started
        listeners.on_epoch(
            Epoch(
                number,
                images_per_second=len(train) / learnt,
                loss=float(losses.mean()),
                train_probability=keras.ops.convert_to_numpy(tf.sigmoid(probability)),
                val_probability=None if val is None else probabilities(answer, val),
                seconds=time.perf_counter() - started,
            )
        )
    return True


def probabilities(
    answer: Callable[[tf.Tensor], tf.Tensor], part: Part, batch: int = 256
) -> np.ndarray:
    """Answers to all scans of ``part``, ``(n, labels)`` float32."""
    starts = range(0, len(part), batch)
    parts = [answer(part.pixels(slice(start, start + batch))).numpy() for start in starts]
    return np.concatenate(parts)


def _batches(n: int, course: Course, epoch: int) -> Iterator[np.ndarray]:
    order = np.random.default_rng((course.seed, epoch)).permutation(n)
    for start in range(0, n, course.batch):
        yield order[start : start + course.batch]
