"""Batch normalisation as the one operation that TensorFlow has for it. Worker only.

Keras writes it as a dozen operations, each of which goes through all numbers in memory.
"""

import keras
import tensorflow as tf
from keras import layers as kl


class OneOperation(kl.Layer):
    """Learns with the weights of ``layer``, and gives what it gives, up to roundings."""

    def __init__(self, layer: kl.BatchNormalization) -> None:
        super().__init__(dtype=layer.dtype_policy, name=f"{layer.name}_at_once")
        self.layer = layer

    def call(
        self,
        x: tf.Tensor,
        training: bool | None = None,
        mask: None = None,  # noqa: ARG002 (Keras hands it over; pictures have none)
    ) -> tf.Tensor:
        layer = self.layer
        if not training:
            return layer(x, training=False)
        y, mean, variance, *_ = tf.raw_ops.FusedBatchNormV3(
            x=tf.cast(x, tf.float32),
            scale=tf.convert_to_tensor(layer.gamma),
            offset=tf.convert_to_tensor(layer.beta),
            mean=[],
            variance=[],
            epsilon=layer.epsilon,
            is_training=True,
        )
        numbers = tf.cast(tf.size(x) // x.shape[-1], tf.float32)
        # The operation gives the variance of which these numbers are a sample; Keras keeps theirs.
        variance *= (numbers - 1) / numbers
        for kept, now in ((layer.moving_mean, mean), (layer.moving_variance, variance)):
            kept.assign(kept * layer.momentum + now * (1 - layer.momentum))
        return tf.cast(y, self.compute_dtype)


def fits(layer: keras.Layer) -> bool:
    """Whether ``layer`` normalises pictures, ``(batch, height, width, channels)``, as usual."""
    return (
        type(layer) is kl.BatchNormalization
        and layer.input_spec.ndim == 4
        and layer.axis in (-1, 3)
        and layer.scale
        and layer.center
        and layer.trainable
        and not layer.renorm
    )
