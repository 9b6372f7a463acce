"""Convolutions of a step that multiply less often (`mlcore.train.winograd`). Worker only."""

from collections.abc import Callable

import keras
import tensorflow as tf

from mlcore.train.winograd import CELLS, Winograd, kernel_matrix

Convolution = Callable[[tf.Tensor, tf.Tensor], tf.Tensor]


def quicker(conv: keras.layers.Layer) -> Convolution | None:
    """``tf.nn.conv2d`` of pictures and kernel for a layer that is quicker so, in float32 on a
    processor; else None."""
    if not _is_plain(conv) or tf.config.list_physical_devices("GPU"):
        return None
    size = conv.kernel_size[0]
    _, *side, channels = conv.input.shape
    winograd = Winograd(tuple(side), size, size // 2 if conv.padding == "same" else 0)
    return convolution(winograd) if winograd.is_worth(channels, conv.filters) else None


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


def convolution(winograd: Winograd) -> Convolution:
    """It and its gradients, of pictures ``(n, h, w, c)`` and a kernel ``(size, size, c, d)``."""
    size, matrix = winograd.size, kernel_matrix(winograd.size)

    @tf.custom_gradient
    def convolve(pictures: tf.Tensor, kernel: tf.Tensor) -> tuple[tf.Tensor, Callable]:
        _, _, channels, filters = kernel.shape
        kernels = tf.matmul(matrix, tf.reshape(kernel, [size**2, -1]))
        kernels = tf.reshape(kernels, [CELLS, channels, filters])

        def gradients(errors: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
            given = [pictures, kernels, errors]
            back, learnt = tf.numpy_function(
                winograd.gradients, given, [tf.float32] * 2, stateful=False
            )
            learnt = tf.matmul(matrix, tf.reshape(learnt, [CELLS, -1]), transpose_a=True)
            return tf.ensure_shape(back, pictures.shape), tf.reshape(learnt, kernel.shape)

        answers = tf.numpy_function(
            winograd.answers, [pictures, kernels], tf.float32, stateful=False
        )
        return tf.ensure_shape(answers, [None, *winograd.answered, filters]), gradients

    return convolve
