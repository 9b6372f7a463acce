"""Training itself: plain arrays and functions in, a trained model out.

Knows neither a run folder nor a page; all it tells, it tells through `Listeners`.
Worker only.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import NamedTuple

import keras
import numpy as np
import tensorflow as tf

from mlcore.train import step
from mlcore.train.batches import Lessons
from mlcore.train.parts import Part
from mlcore.train.schedule import Schedule


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


class Learnt(NamedTuple):
    seconds: float
    loss: float
    """Mean over the epoch's steps."""
    logits: np.ndarray
    """``(n_train, labels)``: the answer to each scan at the step it was learnt from."""
    paused: float
    """Seconds in which nothing was done."""


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
    """Asked before each batch: whether somebody wants the training to stop."""
    is_over: Callable[[], bool] = lambda: False
    """Asked before each epoch: whether the training has reached its end early."""
    pause: Callable[[], float] = lambda: 0.0
    """Called before each batch; returns when to go on, with the seconds that took."""


def fit(
    learner: step.Learner,
    train: Lessons,
    val: Part | None,
    course: Course,
    done: int,
    listeners: Listeners,
) -> bool:
    """Train epochs ``done + 1`` to ``course.epochs``; False when stopped on the way.

    The order of scans, their variants and the learning rate depend on the course, the lessons and
    the epoch's number alone, so a run that resumes sees what it would have seen.
    """
    for number in range(done + 1, course.epochs + 1):
        if listeners.is_over():
            break
        started = time.perf_counter()
        learnt = learn_epoch(learner.learn, learner.optimizer, train, course, number, listeners)
        if learnt is None:
            return False
        with learner.averages.in_use():
            val_probability = None if val is None else probabilities(learner.answer, val)
        listeners.on_epoch(
            Epoch(
                number,
                images_per_second=len(train) / learnt.seconds,
                loss=learnt.loss,
                train_probability=keras.ops.convert_to_numpy(tf.sigmoid(learnt.logits)),
                val_probability=val_probability,
                seconds=time.perf_counter() - started - learnt.paused,
            )
        )
    return True


def learn_epoch(
    learn: step.Step,
    optimizer: keras.optimizers.Optimizer,
    train: Lessons,
    course: Course,
    number: int,
    listeners: Listeners,
) -> Learnt | None:
    """One pass over the training scans; None when stopped on the way."""
    started = time.perf_counter()
    steps = -(-len(train) // course.batch)
    losses, paused = np.zeros(steps), 0.0
    logits = np.zeros(train.truth.shape, np.float32)
    batches = train.batches(_orders(len(train), course, number), number)
    with closing(batches):
        for i, (rows, pixels) in enumerate(batches):
            paused += listeners.pause()
            if listeners.should_stop():
                return None
            optimizer.learning_rate = course.rate_at((number - 1 + i / steps) / course.epochs)
            loss, answers = learn(pixels, train.truth[rows])
            losses[i] = float(loss)
            logits[rows] = answers.numpy()
            listeners.on_batch(number, i + 1, steps, losses[i])
    seconds = time.perf_counter() - started - paused
    return Learnt(seconds, float(losses.mean()), logits, paused)


def probabilities(
    answer: Callable[[tf.Tensor], tf.Tensor], part: Part, batch: int = 256
) -> np.ndarray:
    """Answers to all scans of ``part``, ``(n, labels)`` float32."""
    starts = range(0, len(part), batch)
    parts = [answer(part.pixels(slice(start, start + batch))).numpy() for start in starts]
    return np.concatenate(parts)


def _orders(n: int, course: Course, epoch: int) -> Iterator[np.ndarray]:
    order = np.random.default_rng((course.seed, epoch)).permutation(n)
    for start in range(0, n, course.batch):
        yield order[start : start + course.batch]
