"""The rows of `mlcore.models.blocks`, and some of `layers`, as Keras layers. Worker only.

Only layers that Keras itself brings are used, so that a saved model opens without ScanLab.
"""

import keras
from keras import layers as kl
from keras import ops

from mlcore.models import blocks, heads, layers

Tensor = keras.KerasTensor

SMALL = 1e-7
"""Keeps square roots and logarithms away from 0."""
SCALE_AT_FIRST = 1e-2
"""What a ConvNeXt block adds begins small; the paper's 1e-6 is meant for far longer trainings."""


def standardise(_: blocks.Standardise, x: Tensor) -> Tensor:
    return kl.LayerNormalization(axis=(1, 2, 3), center=False, scale=False, dtype="float32")(x)


def local_contrast(row: blocks.LocalContrast, x: Tensor) -> Tensor:
    return kl.Concatenate(dtype="float32")([x, *(_contrast(x, size) for size in row.sizes)])


def _contrast(x: Tensor, size: int) -> Tensor:
    around = x
    for line in ((size, 1), (1, size)):
        around = kl.AveragePooling2D(line, strides=1, padding="same", dtype="float32")(around)
    # Small differences: twice as large, they are about as large as the scan's own values.
    return kl.Rescaling(2.0, dtype="float32")(kl.Subtract(dtype="float32")([x, around]))


def global_pool(row: layers.GlobalPool, x: Tensor) -> Tensor:
    places = tuple(range(1, len(x.shape) - 1))
    mean = ops.mean(x, axis=places)
    return kl.Concatenate()([mean, ops.max(x, axis=places)]) if row.largest else mean


def residual(row: blocks.Residual, x: Tensor) -> Tensor:
    y = _convolved(x, row.filters, 3, row.stride)
    y = kl.ReLU()(kl.BatchNormalization(momentum=0.9)(y))
    y = _convolved(y, row.filters, 3)
    # Every block begins as its shortcut alone (Goyal et al. 2017, arXiv 1706.02677).
    y = kl.BatchNormalization(momentum=0.9, gamma_initializer="zeros")(y)
    if row.stride > 1:
        x = kl.AveragePooling2D(row.stride, padding="same")(x)
    if x.shape[-1] != row.filters:
        x = kl.BatchNormalization(momentum=0.9)(_convolved(x, row.filters, 1))
    return kl.ReLU()(kl.Add()([x, y]))


def convnext(_: blocks.ConvNext, x: Tensor) -> Tensor:
    channels = x.shape[-1]
    y = kl.DepthwiseConv2D(7, padding="same")(x)
    y = kl.LayerNormalization(epsilon=1e-6)(y)
    y = kl.Dense(channels)(_gelu(kl.Dense(4 * channels)(y)))
    # One learnt factor per channel.
    first = keras.initializers.Constant(SCALE_AT_FIRST)
    y = kl.DepthwiseConv2D(1, use_bias=False, depthwise_initializer=first)(y)
    return kl.Add()([x, y])


def tokens(_: blocks.Tokens, x: Tensor) -> Tensor:
    steps, width = x.shape[1] * x.shape[2], x.shape[3]
    x = kl.Reshape((steps, width))(x)
    # A factor per feature and a bias per step and feature: the bias is the position.
    return kl.EinsumDense("btd,d->btd", (steps, width), bias_axes="td", kernel_initializer="ones")(
        x
    )


def transformer(row: blocks.Transformer, x: Tensor) -> Tensor:
    width = x.shape[-1]
    y = kl.LayerNormalization(epsilon=1e-6)(x)
    y = kl.MultiHeadAttention(row.heads, width // row.heads)(y, y)
    x = kl.Add()([x, y])
    y = kl.LayerNormalization(epsilon=1e-6)(x)
    y = _gelu(kl.Dense(row.wider * width)(y))
    return kl.Add()([x, kl.Dense(width)(y)])


def capsules(row: blocks.Capsules, x: Tensor) -> Tensor:
    count = x.shape[1] * x.shape[2] * x.shape[3] // row.size
    return squashed(kl.Reshape((count, row.size), dtype="float32")(x))


def squashed(vectors: Tensor) -> Tensor:
    """Vectors along the last axis, their direction kept, their length made ``n² / (1 + n²)``."""
    square = ops.sum(ops.square(vectors), axis=-1, keepdims=True)
    return vectors * (ops.sqrt(square + SMALL) / (1 + square))


def agreement(row: heads.Agreement, x: Tensor) -> Tensor:
    """One logit per capsule but the last, by dynamic routing from ``x (batch, n, d)``.

    The length of a squashed vector is the capsule's probability, ``n² / (1 + n²)``; its log-odds
    are therefore ``log n²``.
    """
    votes_of = (x.shape[1], row.capsules, row.size)
    first = keras.initializers.RandomNormal(stddev=0.1)
    votes = kl.EinsumDense("bnd,ndje->bnje", votes_of, dtype="float32", kernel_initializer=first)(x)
    fixed = ops.stop_gradient(votes)
    wishes = ops.zeros_like(fixed[..., 0])
    for _ in range(row.rounds - 1):
        share = ops.softmax(wishes, axis=-1)[..., None]
        answer = squashed(ops.sum(share * fixed, axis=1, keepdims=True))
        wishes = wishes + ops.sum(fixed * answer, axis=-1)
    share = ops.softmax(wishes, axis=-1)[..., None]
    square = ops.sum(ops.square(ops.sum(share * votes, axis=1)), axis=-1)
    return ops.log(square[:, :-1] + SMALL)


def _gelu(x: Tensor) -> Tensor:
    # By its tanh formula: the ONNX export knows no error function.
    return ops.gelu(x, approximate=True)


def _convolved(x: Tensor, filters: int, kernel: int, stride: int = 1) -> Tensor:
    return kl.Conv2D(
        filters,
        kernel,
        strides=stride,
        padding="same",
        use_bias=False,
        kernel_initializer="he_normal",
    )(x)
