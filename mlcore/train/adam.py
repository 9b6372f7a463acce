"""Adam that reads and writes each weight once a step. Worker only.

Keras writes Adam as a dozen operations, each of which goes through all weights in memory.
TensorFlow has the same rule as one operation.
"""

import keras
import tensorflow as tf


class _OneOperation:
    """Kingma & Ba 2015, "Adam", arXiv 1412.6980, in the form Keras gives it: epsilon is added to
    the root of the uncorrected second moment."""

    def update_step(
        self, gradient: tf.Tensor, variable: tf.Variable, learning_rate: tf.Tensor
    ) -> None:
        index = self._get_variable_index(variable)
        steps = tf.cast(self.iterations.value + 1, tf.float32)
        tf.raw_ops.ResourceApplyAdam(
            var=variable.handle,
            m=self._momentums[index].value.handle,
            v=self._velocities[index].value.handle,
            beta1_power=tf.pow(self.beta_1, steps),
            beta2_power=tf.pow(self.beta_2, steps),
            lr=tf.cast(learning_rate, tf.float32),
            beta1=self.beta_1,
            beta2=self.beta_2,
            epsilon=self.epsilon,
            grad=tf.cast(gradient, tf.float32),
        )


class Adam(_OneOperation, keras.optimizers.Adam):
    """`keras.optimizers.Adam` for float32 weights, without its AMSGrad variant."""


class AdamW(_OneOperation, keras.optimizers.AdamW):
    """`keras.optimizers.AdamW` for float32 weights, without its AMSGrad variant."""
