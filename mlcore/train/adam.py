"""Adam that reads and writes each weight once a step. Worker only.

Keras writes Adam as a dozen operations, each of which goes through all weights in memory.
TensorFlow has the same rule as one operation.
"""

import keras
import tensorflow as tf


class _OneOperation:
    """Kingma & Ba 2015, "Adam", arXiv 1412.6980, in the form Keras gives it: epsilon is added to
    the root of the uncorrected second moment."""

    def _backend_update_step(
        self, gradients: list[tf.Tensor], variables: list, learning_rate: tf.Tensor
    ) -> None:
        # Once for all weights: the graph of a step is traced sooner by a third.
        steps = tf.cast(self.iterations.value + 1, tf.float32)
        self._powers = tf.pow(self.beta_1, steps), tf.pow(self.beta_2, steps)
        self._constants = tuple(map(tf.constant, (self.beta_1, self.beta_2, self.epsilon)))
        super()._backend_update_step(gradients, variables, tf.cast(learning_rate, tf.float32))

    def update_step(
        self, gradient: tf.Tensor, variable: tf.Variable, learning_rate: tf.Tensor
    ) -> None:
        index = self._get_variable_index(variable)
        beta1_power, beta2_power = self._powers
        beta1, beta2, epsilon = self._constants
        tf.raw_ops.ResourceApplyAdam(
            var=variable.handle,
            m=self._momentums[index].value.handle,
            v=self._velocities[index].value.handle,
            beta1_power=beta1_power,
            beta2_power=beta2_power,
            lr=learning_rate,
            beta1=beta1,
            beta2=beta2,
            epsilon=epsilon,
            grad=tf.cast(gradient, tf.float32),
        )


class Adam(_OneOperation, keras.optimizers.Adam):
    """`keras.optimizers.Adam` for float32 weights, without its AMSGrad variant."""


class AdamW(_OneOperation, keras.optimizers.AdamW):
    """`keras.optimizers.AdamW` for float32 weights, without its AMSGrad variant."""
