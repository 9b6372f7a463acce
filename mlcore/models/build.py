"""Turns the rows of a network into a Keras model. Imported by the training worker only.

Every model takes uint8 pixels 0..255, ``(batch, side, side, channels)``, and gives one float32
logit (log-odds) per label, ``(batch, labels)``; `with_probabilities` puts the sigmoid on top.
Scaling, the merging of separate trunks and of two-unit heads are layers inside.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

import keras
from keras import layers as kl
from keras import ops

from mlcore.models import (
    backbones,
    blocks,
    build_backbones,
    build_blocks,
    heads,
    layers,
    resizing,
)
from mlcore.models.registry import Network

Tensor = keras.KerasTensor

TO_KERAS: dict[type[layers.Layer], Callable[[Any], Callable[[Tensor], Tensor]]] = {
    layers.Conv: lambda row: kl.Conv2D(
        row.filters,
        row.kernel,
        strides=row.stride,
        padding="same" if row.same else "valid",
        activation=row.activation,
        use_bias=row.bias,
    ),
    layers.MaxPool: lambda row: kl.MaxPooling2D(row.size, padding="same" if row.same else "valid"),
    layers.Relu: lambda _: kl.ReLU(),
    layers.BatchNorm: lambda row: kl.BatchNormalization(momentum=row.momentum),
    layers.LayerNorm: lambda _: kl.LayerNormalization(epsilon=1e-6),
    layers.Dropout: lambda row: kl.Dropout(row.rate),
    layers.Flatten: lambda _: kl.Flatten(),
    layers.GlobalPool: lambda row: partial(build_blocks.global_pool, row),
    layers.Rows: lambda _: lambda x: kl.Reshape((x.shape[1], x.shape[2] * x.shape[3]))(x),
    layers.Dense: lambda row: kl.Dense(row.units, activation=row.activation),
    layers.Lstm: lambda row: kl.LSTM(row.units, return_sequences=True),
    blocks.Standardise: lambda row: partial(build_blocks.standardise, row),
    blocks.LocalContrast: lambda row: partial(build_blocks.local_contrast, row),
    blocks.Residual: lambda row: partial(build_blocks.residual, row),
    blocks.ConvNext: lambda row: partial(build_blocks.convnext, row),
    blocks.Tokens: lambda row: partial(build_blocks.tokens, row),
    blocks.Transformer: lambda row: partial(build_blocks.transformer, row),
    blocks.Capsules: lambda row: partial(build_blocks.capsules, row),
    backbones.Backbone: lambda row: partial(build_backbones.backbone, row),
    heads.Output: lambda row: kl.Dense(row.labels * row.units, dtype="float32"),
    heads.Agreement: lambda row: partial(build_blocks.agreement, row),
}


def build(
    network: Network,
    side: int,
    channels: int,
    labels: int,
    sharing: str,
    head: str,
    seen: tuple[int, int] | None = None,
) -> keras.Model:
    """The untrained network; its output is logits, its precision the current Keras policy's.

    ``seen``: side and channels of the scans its layers work on, where they are not those of the
    pixels it takes; a first layer then resizes them.
    """
    scan = keras.Input((side, side, channels), dtype="uint8", name="scan")
    # In float32: bfloat16 has too few digits for neighbouring grey levels.
    scaled = kl.Rescaling(1 / 255, dtype="float32", name="to_0_1")(scan)
    scaled = _resized(scaled, *(seen or (side, channels)))
    answers = [_trunk(network, scaled, count, head) for count in heads.trunks(sharing, labels)]
    logits = answers[0] if len(answers) == 1 else kl.Concatenate(dtype="float32")(answers)
    return keras.Model(scan, logits, name=network.name.replace("-", "_"))


def with_probabilities(model: keras.Model) -> keras.Model:
    """The same network and weights in float32, answering with probabilities, to keep and serve."""
    previous = keras.config.dtype_policy()
    keras.config.set_dtype_policy("float32")
    try:
        plain = keras.models.clone_model(model, clone_function=_in_float32, recursive=True)
        probabilities = kl.Activation("sigmoid", name="probability")(plain.output)
        served = keras.Model(plain.input, probabilities, name=model.name)
    finally:
        keras.config.set_dtype_policy(previous)
    served.set_weights(model.get_weights())
    return served


def _resized(x: Tensor, side: int, channels: int) -> Tensor:
    """In float32: a sum over many pixels would lose grey levels in fewer digits."""
    if x.shape[1] != side:
        along = resizing.matrix(x.shape[1], side)
        x = ops.einsum("hk,bkwc->bhwc", along, ops.cast(x, "float32"))
        x = ops.einsum("wk,bhkc->bhwc", along, x)
    if x.shape[3] != channels:
        colours = resizing.colours(x.shape[3], channels)
        x = ops.einsum("bhwk,kc->bhwc", ops.cast(x, "float32"), colours)
    return x


def after_each_row(rows: Iterable[layers.Layer], x: Tensor) -> Iterator[Tensor]:
    """What leaves each of ``rows``, the first of which is given ``x``."""
    for row in rows:
        x = TO_KERAS[type(row)](row)(x)
        yield x


def _trunk(network: Network, x: Tensor, labels: int, head: str) -> Tensor:
    units = heads.UNITS[head]
    *_, x = after_each_row((*network.layers, heads.output(network.answer, labels, units)), x)
    if units == 2:
        # A softmax over two units is a sigmoid of their difference.
        x = x[..., labels:] - x[..., :labels]
    return _mean_of_rows(x) if network.per_row else x


def _mean_of_rows(logits: Tensor) -> Tensor:
    """The logit of the mean over rows of the rows' probabilities, without leaving log space."""
    yes = ops.logsumexp(-ops.softplus(-logits), axis=1)
    no = ops.logsumexp(-ops.softplus(logits), axis=1)
    return yes - no


def _in_float32(layer: keras.layers.Layer) -> keras.layers.Layer:
    config = layer.get_config()
    if "dtype" in config:
        config["dtype"] = "uint8" if isinstance(layer, kl.InputLayer) else "float32"
    return type(layer).from_config(config)
