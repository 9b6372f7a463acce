"""Muon: the step of a matrix is made as long in every direction. Worker only.

Jordan et al. 2024, "Muon: an optimizer for hidden layers in neural networks"
(kellerjordan.github.io/posts/muon). A gradient mostly points along few directions, and what a
network could learn along all others is drowned; Muon takes the nearest matrix with orthogonal
rows instead.
"""

from math import prod

import tensorflow as tf

from mlcore.train import adam

COEFFICIENTS = (3.4445, -4.7750, 2.0315)
"""Of the polynomial that brings singular values near to 1, from the article."""
ROUNDS = 5
LEAST = 16
"""Rows and columns: the few units that answer, and filters of one channel, are Adam's."""
LENGTH = 0.2
"""The usual length of Adam's steps, so that its learning rates do for both: Liu et al. 2025, "Muon
is scalable for LLM training", arXiv 2502.16982."""


class Muon(adam.AdamW):
    """Kernels of hidden layers by Muon, with Nesterov momentum; all other weights by AdamW."""

    momentum = 0.95

    def update_step(
        self, gradient: tf.Tensor, variable: tf.Variable, learning_rate: tf.Tensor
    ) -> None:
        if not is_hidden_kernel(variable):
            super().update_step(gradient, variable, learning_rate)
            return
        memory = self._momentums[self._get_variable_index(variable)].value
        gradient = tf.cast(gradient, tf.float32)
        memory.assign(self.momentum * memory + gradient)
        direction = tf.reshape(gradient + self.momentum * memory, _rows_and_columns(variable))
        longest = max(_rows_and_columns(variable))
        rate = learning_rate * LENGTH * longest**0.5
        variable.assign_sub(tf.reshape(rate * orthogonal(direction), variable.shape))


def is_hidden_kernel(variable: tf.Variable) -> bool:
    """Whether Muon is meant for this weight."""
    shape = variable.shape
    return (
        "kernel" in variable.name and len(shape) > 1 and min(_rows_and_columns(variable)) >= LEAST
    )


def orthogonal(matrix: tf.Tensor) -> tf.Tensor:
    """The matrix ``(rows, columns)`` with all but its smallest singular values near to 1.

    The article multiplies the whole matrix in each round. Its rounds are polynomials of the small
    square of the matrix alone, so these are multiplied up first, and the matrix once: for 3×3
    filters from 256 to 256 channels less than half of the work.
    """
    x = matrix / (tf.norm(matrix) + 1e-7)
    wide = matrix.shape[0] <= matrix.shape[1]
    square = tf.matmul(x, x, transpose_a=not wide, transpose_b=wide)
    a, b, c = COEFFICIENTS
    same = tf.eye(square.shape[0])
    product = same
    for _ in range(ROUNDS):
        factor = a * same + b * square + c * tf.matmul(square, square)
        product = tf.matmul(factor, product)
        square = tf.matmul(factor, tf.matmul(square, factor))
    return tf.matmul(product, x) if wide else tf.matmul(x, product)


def _rows_and_columns(variable: tf.Variable) -> tuple[int, int]:
    """Of a kernel as one matrix: all that a unit or filter sees by units or filters."""
    *seen, units = variable.shape
    return prod(seen), units
