"""One step of learning, compiled once. Worker only."""

from collections.abc import Callable

import keras
import tensorflow as tf

Step = Callable[[tf.Tensor, tf.Tensor], tuple[tf.Tensor, tf.Tensor]]

OPTIMIZERS = {"adam": keras.optimizers.Adam, "sgd": keras.optimizers.SGD}


def masked_cross_entropy(truth: tf.Tensor, logits: tf.Tensor) -> tf.Tensor:
    """Mean binary cross-entropy over the labels that are known (``truth`` not NaN)."""
    known = tf.logical_not(tf.math.is_nan(truth))
    target = tf.where(known, truth, 0.0)
    each = tf.nn.sigmoid_cross_entropy_with_logits(labels=target, logits=logits)
    weight = tf.cast(known, tf.float32)
    return tf.reduce_sum(each * weight) / tf.maximum(tf.reduce_sum(weight), 1.0)


def training_step(model: keras.Model, optimizer: keras.optimizers.Optimizer) -> Step:
    """A function of ``pixels (b, side, side, c) uint8`` and ``truth (b, labels)`` that learns from
    them and returns the loss and the logits it had before. XLA stays off: on CPUs it is slower.
    """

    pixels_of_a_batch = tf.TensorSpec(model.input_shape, tf.uint8)
    truth_of_a_batch = tf.TensorSpec(model.output_shape, tf.float32)

    @tf.function(jit_compile=False, input_signature=[pixels_of_a_batch, truth_of_a_batch])
    def step(pixels: tf.Tensor, truth: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        with tf.GradientTape() as tape:
            logits = model(pixels, training=True)
            loss = masked_cross_entropy(truth, logits)
        weights = model.trainable_weights
        optimizer.apply(tape.gradient(loss, weights), weights)
        return loss, logits

    return step


def answering(model: keras.Model) -> Callable[[tf.Tensor], tf.Tensor]:
    """A function of pixels that gives probabilities ``(b, labels)``, nothing learnt."""

    @tf.function(jit_compile=False, input_signature=[tf.TensorSpec(model.input_shape, tf.uint8)])
    def answer(pixels: tf.Tensor) -> tf.Tensor:
        return tf.sigmoid(model(pixels, training=False))

    return answer
