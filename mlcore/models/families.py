"""Well-known families of networks at the size of scans, without their last (output) layer.

What differs from the papers is the beginning: a scan of 64×64 pixels has a tenth of the places of
the 224×224 pictures they were made for, so strides and pools there are smaller, or layers narrower.
"""

from mlcore.models.backbones import Backbone
from mlcore.models.blocks import (
    Capsules,
    ConvNext,
    LocalContrast,
    Residual,
    Standardise,
    Tokens,
    Transformer,
)
from mlcore.models.layers import (
    BatchNorm,
    Conv,
    Dense,
    Dropout,
    Flatten,
    GlobalPool,
    Layer,
    LayerNorm,
    MaxPool,
    Relu,
)

Layers = tuple[Layer, ...]


def _normalised(filters: int, kernel: int = 3, stride: int = 1) -> Layers:
    convolution = Conv(filters, kernel, stride, same=True, activation="linear", bias=False)
    return (convolution, BatchNorm(0.9), Relu())


def _residual(filters: int, blocks: int, stride: int) -> Layers:
    return (Residual(filters, stride), *(Residual(filters) for _ in range(blocks - 1)))


SCAN_NET: Layers = (
    Standardise(),
    LocalContrast((3, 9)),
    *_normalised(32, kernel=5, stride=2),
    Residual(64, stride=2),
    Residual(128, stride=2),
    Residual(256, stride=2),
    GlobalPool(largest=True),
    Dropout(0.3),
)

ALEXNET: Layers = (
    Conv(64, 5, stride=2, same=True),
    MaxPool(2, same=True),
    Conv(192, 5, same=True),
    MaxPool(2, same=True),
    Conv(384, 3, same=True),
    Conv(256, 3, same=True),
    Conv(256, 3, same=True),
    MaxPool(2, same=True),
    Flatten(),
    Dropout(0.5),
    Dense(1024),
    Dropout(0.5),
    Dense(1024),
)
"""Krizhevsky et al. 2012, "ImageNet classification with deep convolutional neural networks"."""

VGG_11: Layers = (
    *_normalised(32),
    MaxPool(2, same=True),
    *_normalised(64),
    MaxPool(2, same=True),
    *_normalised(128),
    *_normalised(128),
    MaxPool(2, same=True),
    *_normalised(256),
    *_normalised(256),
    MaxPool(2, same=True),
    *_normalised(256),
    *_normalised(256),
    GlobalPool(),
    Dropout(0.5),
)
"""Simonyan & Zisserman 2015, arXiv 1409.1556, half as wide, normalised, pooled at the end."""

RESNET_18: Layers = (
    *_normalised(64, kernel=7, stride=2),
    MaxPool(2, same=True),
    *_residual(64, 2, stride=1),
    *_residual(128, 2, stride=2),
    *_residual(256, 2, stride=2),
    *_residual(512, 2, stride=2),
    GlobalPool(),
)
"""He et al. 2016, arXiv 1512.03385."""


def _smaller(filters: int) -> Layers:
    return (LayerNorm(), Conv(filters, 2, stride=2, same=True, activation="linear"))


CONVNEXT: Layers = (
    Conv(40, 4, stride=4, same=True, activation="linear"),
    LayerNorm(),
    *[ConvNext()] * 2,
    *_smaller(80),
    *[ConvNext()] * 2,
    *_smaller(160),
    *[ConvNext()] * 6,
    *_smaller(320),
    *[ConvNext()] * 2,
    GlobalPool(),
    LayerNorm(),
)
"""Liu et al. 2022, arXiv 2201.03545, in the widths of its smallest relative, ConvNeXt-Atto."""

VISION_TRANSFORMER: Layers = (
    Conv(192, 8, stride=8, same=True, activation="linear"),
    Tokens(),
    *[Transformer(heads=3)] * 6,
    LayerNorm(),
    GlobalPool(),
)
"""Dosovitskiy et al. 2021, arXiv 2010.11929: patches of 8×8, half as deep as ViT-Tiny."""

CAPSULES: Layers = (Conv(64, 9, stride=2), Conv(128, 9, stride=2, activation="linear"), Capsules(8))
"""Sabour et al. 2017, arXiv 1710.09829, a quarter as wide, with a stride in the first layer."""


def pooled(backbone: Backbone) -> Layers:
    """A ready-made network, ready for the output layer."""
    return (backbone, GlobalPool(), Dropout(0.2))
