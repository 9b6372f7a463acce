"""The networks of ``keras.applications`` as one Keras layer. Imported by the worker only."""

from collections.abc import Callable
from dataclasses import dataclass

import keras
from keras import applications, ops
from keras import layers as kl

from mlcore.models.backbones import Backbone, fitted

Tensor = keras.KerasTensor


@dataclass(frozen=True)
class Twin:
    """How Keras makes a network, and which pixels its ImageNet weights were learnt from."""

    make: Callable[..., keras.Model]
    scale: tuple[float, ...]
    """``scale · x + offset`` per colour, for ``x`` in 0..1."""
    offset: tuple[float, ...]
    blue_first: bool = False
    own_scaling: bool = False
    """It brings scaling of its own, which must be switched off."""


MEAN, DEVIATION = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
"""Of ImageNet's red, green and blue, 0..1."""
STANDARD = (
    tuple(1 / d for d in DEVIATION),
    tuple(-m / d for m, d in zip(MEAN, DEVIATION, strict=True)),
)
CAFFE = (255.0,) * 3, (-103.939, -116.779, -123.68)
AROUND_0 = (2.0,) * 3, (-1.0,) * 3

MOMENTUM = 0.9
"""Of the running means of batch normalisation, with which a network answers. Those of ImageNet's
recipes, .99 and .999, are for a hundred thousand steps: after the few hundred of small data they
still hold next to nothing of the scans, and the network answers every scan alike."""

TWINS = {
    "VGG16": Twin(applications.VGG16, *CAFFE, blue_first=True),
    "ResNet50": Twin(applications.ResNet50, *CAFFE, blue_first=True),
    "DenseNet121": Twin(applications.DenseNet121, *STANDARD),
    "MobileNetV3Small": Twin(applications.MobileNetV3Small, *AROUND_0, own_scaling=True),
    "EfficientNetV2B0": Twin(applications.EfficientNetV2B0, *STANDARD, own_scaling=True),
}


def backbone(row: Backbone, x: Tensor) -> Tensor:
    """``x (batch, side, side, 1 or 3)`` in 0..1 to the features of the last stage."""
    twin = TWINS[row.keras_name]
    side = fitted(x.shape[1])
    if side != x.shape[1]:
        # Not the layer Resizing: after it, batch normalisation goes on learning when it answers.
        x = ops.image.resize(x, (side, side))
    if x.shape[-1] == 1:
        x = kl.Concatenate()([x, x, x])
    elif twin.blue_first:
        x = x[..., ::-1]
    scaling = kl.Rescaling(list(twin.scale), list(twin.offset))
    choice = {"include_preprocessing": False} if twin.own_scaling else {}
    made = twin.make(
        include_top=False,
        weights=None,
        input_shape=(side, side, 3),
        **choice,
    )
    for layer in made.layers:
        if isinstance(layer, kl.BatchNormalization):
            layer.momentum = MOMENTUM
    # Separate trunks need a name each; Keras has numbered the layer before them.
    named = keras.Model(made.input, made.output, name=f"{row.keras_name}_{scaling.name}")
    return named(scaling(x))
