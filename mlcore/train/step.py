"""One step of learning, compiled once. Worker only."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import keras
import numpy as np
import tensorflow as tf

from mlcore.train.averages import AveragedWeights
from mlcore.train.config import TrainConfig
from mlcore.train.losses import Loss, loss_function
from mlcore.train.optimizers import Optimizer, optimizer_for
from mlcore.train.quick import quickened

Step = Callable[[tf.Tensor, tf.Tensor], tuple[tf.Tensor, tf.Tensor]]
Answering = Callable[[tf.Tensor], tf.Tensor]


@dataclass(frozen=True)
class Learner:
    """A network and what it learns with."""

    model: keras.Model
    optimizer: Optimizer
    loss: Loss
    averages: AveragedWeights

    @classmethod
    def of(
        cls, config: TrainConfig, model: keras.Model, label_weights: np.ndarray | None = None
    ) -> "Learner":
        """What ``config`` asks for; ``label_weights`` as `mlcore.train.label_weights` gives."""
        optimizer = optimizer_for(config, model)
        averages = AveragedWeights(model, optimizer, config.ema_decay)
        return cls(model, optimizer, loss_function(config, label_weights), averages)

    @cached_property
    def learn(self) -> Step:
        """One step, compiled when it is first taken."""
        return training_step(self)

    @cached_property
    def answer(self) -> Answering:
        """Its answers, by the weights as they are now."""
        return answering(self.model)

    @property
    def variables(self) -> list[keras.Variable]:
        """All that changes while it learns, in a fixed order."""
        return [*self.model.variables, *self.optimizer.variables, *self.averages.variables]

    def answering_weights(self) -> list[np.ndarray]:
        """A copy of the weights that answer: the averages where there are some."""
        with self.averages.in_use():
            return self.model.get_weights()


def training_step(learner: Learner) -> Step:
    """A function of ``pixels (b, side, side, c) uint8`` and ``truth (b, labels)`` that learns from
    them and returns the loss and the logits it had before. XLA stays off: on CPUs it is slower.
    """
    model, optimizer = learner.model, learner.optimizer
    quick = quickened(model)
    pixels_of_a_batch = tf.TensorSpec(model.input_shape, tf.uint8)
    truth_of_a_batch = tf.TensorSpec(model.output_shape, tf.float32)

    @tf.function(jit_compile=False, input_signature=[pixels_of_a_batch, truth_of_a_batch])
    def step(pixels: tf.Tensor, truth: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        with tf.GradientTape() as tape:
            logits = quick(pixels, training=True)
            loss = learner.loss(truth, logits)
        weights = model.trainable_weights
        optimizer.apply(tape.gradient(loss, weights), weights)
        learner.averages.follow()
        return loss, logits

    return step


def answering(model: keras.Model) -> Answering:
    """A function of pixels that gives probabilities ``(b, labels)``, nothing learnt."""
    return _of_pixels(model, lambda pixels: tf.sigmoid(model(pixels, training=False)))


def answering_as_served(served: keras.Model) -> Answering:
    """The same of a model that gives probabilities by itself, as `build.with_probabilities` makes
    it: in its own precision, which is not the one it learnt in."""
    return _of_pixels(served, lambda pixels: served(pixels, training=False))


def _of_pixels(model: keras.Model, answer: Answering) -> Answering:
    pixels_of_a_batch = tf.TensorSpec(model.input_shape, tf.uint8)
    return tf.function(answer, jit_compile=False, input_signature=[pixels_of_a_batch])
