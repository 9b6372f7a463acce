"""A running average of a network's weights, which answers more steadily. Worker only."""

from collections.abc import Iterator
from contextlib import contextmanager

import keras
import numpy as np
import tensorflow as tf


class AveragedWeights:
    """The exponential moving average of all weights, normalisation's running means included.

    After ``t`` steps ``min(decay, (1 + t) / (10 + t))`` of the average stays, so that the random
    start is forgotten soon: Polyak & Juditsky 1992 averaged all steps; this form is that of
    TensorFlow's ``ExponentialMovingAverage`` with ``num_updates``.
    """

    def __init__(
        self, model: keras.Model, optimizer: keras.optimizers.Optimizer, decay: float
    ) -> None:
        """With ``decay`` 0 there is no average, and all answers come from the weights."""
        self._weights = model.weights if decay else []
        self._steps = optimizer.iterations
        self._decay = decay
        self.variables = [
            keras.Variable(np.asarray(weight), trainable=False, dtype=weight.dtype)
            for weight in self._weights
        ]

    def follow(self) -> None:
        """After a step of the optimizer; may be compiled with it."""
        if not self.variables:
            return
        steps = tf.cast(self._steps.value, tf.float32)
        stays = tf.minimum(self._decay, (1 + steps) / (10 + steps))
        for average, weight in zip(self.variables, self._weights, strict=True):
            average.assign(average.value + (1 - stays) * (weight.value - average.value))

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """For the length of the block the network answers by the averages."""
        own = [np.asarray(weight) for weight in self._weights]
        self._assign(self.variables)
        try:
            yield
        finally:
            self._assign(own)

    def _assign(self, values: list) -> None:
        for weight, value in zip(self._weights, values, strict=True):
            weight.assign(value)
