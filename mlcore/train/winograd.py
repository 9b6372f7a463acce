"""Convolutions that multiply less often. Worker only.

Winograd's way, as Lavin & Gray 2016, "Fast Algorithms for Convolutional Neural Networks", arXiv
1509.09308, have it for networks: tiles of 6×6 pixels and the kernel are changed so that their
convolution becomes 36 products, each of them a matrix product over all tiles and channels. A kernel
of 3×3 gives 4×4 answers a tile with 36 instead of 144 multiplications, one of 5×5 gives 2×2 with 36
instead of 100; and so do both gradients. Answers differ by roundings.
"""

from collections.abc import Callable
from dataclasses import dataclass

import keras
import numpy as np
import tensorflow as tf

from mlcore.train.tiles import SIDE, Tiling

POINTS = (0, 1, -1, 2, -2)
"""At which the polynomials are known, and at infinity."""
INPUT = np.array(
    [
        [4, 0, -5, 0, 1, 0],
        [0, -4, -4, 1, 1, 0],
        [0, 4, -4, -1, 1, 0],
        [0, -2, -1, 2, 1, 0],
        [0, 2, -1, -2, 1, 0],
        [0, 4, 0, -5, 0, 1],
    ],
    np.float32,
)
ENOUGH = 4_000_000
"""Multiplications saved for a picture, from which on it is worth the calls."""
EACH = 44
"""Those saved for each number of a tile, from which on it is worth moving them there and back."""


def kernel_matrix(size: int) -> np.ndarray:
    """``(6, size)``: a kernel as a polynomial, at each point, over the distances of the points."""
    distances = [np.prod([p - q for q in POINTS if q != p]) for p in POINTS]
    rows = [[p**k / d for k in range(size)] for p, d in zip(POINTS, distances, strict=True)]
    return np.array([*rows, _at_infinity(size)], np.float32)


def answer_matrix(size: int) -> np.ndarray:
    """``(7 − size, 6)``: the products of a tile to its answers."""
    answers = SIDE + 1 - size
    columns = [[p**k for k in range(answers)] for p in POINTS]
    return np.stack([*columns, _at_infinity(answers)], axis=1).astype(np.float32)


def _at_infinity(size: int) -> list[int]:
    return [0] * (size - 1) + [1]


@dataclass(frozen=True)
class Winograd:
    """A convolution with a kernel of ``size × size``, 3 or 5, at every place of pictures of ``side
    = (h, w)``, with ``pad`` rows and columns of zeros around them."""

    side: tuple[int, int]
    size: int
    pad: int

    @classmethod
    def of(cls, conv: keras.layers.Layer) -> "Winograd | None":
        """For a layer that is quicker so, in float32 on a processor; else None."""
        if not _is_plain(conv) or tf.config.list_physical_devices("GPU"):
            return None
        size = conv.kernel_size[0]
        pad = size // 2 if conv.padding == "same" else 0
        winograd = cls(tuple(conv.input.shape[1:3]), size, pad)
        return winograd if winograd.is_worth(conv.input.shape[3], conv.filters) else None

    def is_worth(self, channels: int, filters: int) -> bool:
        """Whether it is quicker than multiplying; by measurements on two cores with AVX2."""
        high, wide = self.answered
        down, across = self.grid
        cells = down * across * SIDE**2
        saved = (high * wide * self.size**2 - cells) * channels * filters
        return saved >= max(ENOUGH, EACH * cells * (channels + filters))

    @property
    def step(self) -> int:
        """Rows and columns of answers that a tile gives."""
        return SIDE + 1 - self.size

    @property
    def answered(self) -> tuple[int, int]:
        """Rows and columns of the answer."""
        high, wide = self.side
        return high + 2 * self.pad - self.size + 1, wide + 2 * self.pad - self.size + 1

    @property
    def grid(self) -> tuple[int, int]:
        """Tiles, down and across."""
        high, wide = self.answered
        return -(-high // self.step), -(-wide // self.step)

    def __call__(self, pictures: tf.Tensor, kernel: tf.Tensor) -> tf.Tensor:
        """``tf.nn.conv2d`` of ``pictures (n, h, w, c)`` with ``kernel (size, size, c, d)``."""
        size = self.size
        taken, given = Tiling(self.grid, self.step, self.pad), Tiling(self.grid, self.step, 0)
        answers = answer_matrix(size)
        spread = np.pad(answers.T, ((0, 0), (0, SIDE - self.step)))
        both_ways = np.kron(kernel_matrix(size), kernel_matrix(size))

        @tf.custom_gradient
        def convolve(pictures: tf.Tensor, kernel: tf.Tensor) -> tuple[tf.Tensor, Callable]:
            changed = tf.matmul(both_ways, tf.reshape(kernel, [size**2, -1]))
            changed = tf.reshape(changed, [SIDE**2, *kernel.shape[2:]])

            def gradients(error: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
                errors = _gathered(error, spread, given)
                # Gathered once more: that takes less than its memory would be worth meanwhile.
                gathered = _gathered(pictures, INPUT, taken)
                kernels = tf.reshape(tf.matmul(gathered, errors, transpose_a=True), [SIDE**2, -1])
                kernels = tf.matmul(both_ways, kernels, transpose_a=True)
                back = tf.matmul(errors, changed, transpose_b=True)
                back = _scattered(back, np.ascontiguousarray(INPUT.T), taken, self.side)
                return back, tf.reshape(kernels, kernel.shape)

            products = tf.matmul(_gathered(pictures, INPUT, taken), changed)
            return _scattered(products, answers, given, self.answered), gradients

        return convolve(pictures, kernel)


def _gathered(pictures: tf.Tensor, matrix: np.ndarray, tiling: Tiling) -> tf.Tensor:
    def gather(pictures: np.ndarray) -> np.ndarray:
        return tiling.gather(pictures, matrix)

    gathered = tf.numpy_function(gather, [pictures], tf.float32, stateful=False)
    gathered.set_shape([SIDE**2, None, pictures.shape[3]])
    return gathered


def _scattered(
    products: tf.Tensor, matrix: np.ndarray, tiling: Tiling, side: tuple[int, int]
) -> tf.Tensor:
    def scatter(products: np.ndarray) -> np.ndarray:
        return tiling.scatter(products, matrix, side)

    scattered = tf.numpy_function(scatter, [products], tf.float32, stateful=False)
    scattered.set_shape([None, *side, products.shape[2]])
    return scattered


def _is_plain(conv: keras.layers.Layer) -> bool:
    return (
        type(conv) is keras.layers.Conv2D
        and conv.kernel_size in ((3, 3), (5, 5))
        and conv.padding in ("same", "valid")
        and conv.data_format == "channels_last"
        and conv.compute_dtype == "float32"
        and conv.groups == 1
        and set(conv.strides) == set(conv.dilation_rate) == {1}
        and None not in conv.input.shape[1:]
    )
