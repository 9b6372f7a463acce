"""Rows that stand for several layers at once: the building blocks of the newer networks.

As in `layers`, shapes and counts are known without TensorFlow; `mlcore.models.build_blocks` makes
the Keras layers.
"""

from dataclasses import dataclass
from math import ceil, prod
from typing import ClassVar

from mlcore.models.layers import Layer, Shape, TooSmall


@dataclass(frozen=True)
class Standardise(Layer):
    """Each scan minus its mean, over its standard deviation: exposure no longer matters."""

    @property
    def text(self) -> str:
        return "Standardise each scan"


@dataclass(frozen=True)
class LocalContrast(Layer):
    """Beside each channel, what it has more than the mean of its surroundings, near and wide.

    After Graham 2015, "Kaggle diabetic retinopathy detection competition report", who gave his
    network nothing but this.
    """

    sizes: tuple[int, ...]
    """Pixels a side of the surroundings."""

    def output(self, shape: Shape) -> Shape:
        return (*shape[:2], (1 + len(self.sizes)) * shape[2])

    @property
    def text(self) -> str:
        sizes = " and ".join(f"{size}×{size}" for size in self.sizes)
        return f"Local contrast {sizes} as further channels"


@dataclass(frozen=True)
class Residual(Layer):
    """Two 3×3 convolutions with batch normalisation beside a shortcut, added up.

    He et al. 2016, "Deep residual learning", arXiv 1512.03385; the shortcut of a block with
    ``stride`` is pooled by the mean before it is projected, as in He et al. 2019, "Bag of tricks",
    arXiv 1812.01187 (ResNet-D).
    """

    normalises: ClassVar[bool] = True

    filters: int
    stride: int = 1

    def output(self, shape: Shape) -> Shape:
        return (ceil(shape[0] / self.stride), ceil(shape[1] / self.stride), self.filters)

    def parameters(self, shape: Shape) -> int:
        main = 9 * (shape[2] + self.filters) * self.filters + 8 * self.filters
        return main + (shape[2] + 4) * self.filters * self._projects(shape)

    def multiplications(self, shape: Shape) -> int:
        each = 9 * (shape[2] + self.filters) + shape[2] * self._projects(shape)
        return each * prod(self.output(shape))

    @property
    def text(self) -> str:
        stride = f", stride {self.stride}" if self.stride > 1 else ""
        return f"Residual block {self.filters} filters 3×3{stride}"

    def _projects(self, shape: Shape) -> bool:
        return shape[2] != self.filters


@dataclass(frozen=True)
class ConvNext(Layer):
    """A 7×7 convolution per channel, then two dense layers at every place, added to the input.

    Liu et al. 2022, "A ConvNet for the 2020s", arXiv 2201.03545.
    """

    normalises: ClassVar[bool] = True

    def parameters(self, shape: Shape) -> int:
        c = shape[2]
        depthwise, normalisation, dense, scale = 50 * c, 2 * c, 8 * c * c + 5 * c, c
        return depthwise + normalisation + dense + scale

    def multiplications(self, shape: Shape) -> int:
        return prod(shape) * (49 + 8 * shape[2])

    @property
    def text(self) -> str:
        return "ConvNeXt block 7×7"


@dataclass(frozen=True)
class Tokens(Layer):
    """Every place of the picture as one step of a sequence, with a learnt mark of its position."""

    def output(self, shape: Shape) -> Shape:
        return (shape[0] * shape[1], shape[2])

    def parameters(self, shape: Shape) -> int:
        return shape[2] + prod(shape)

    @property
    def text(self) -> str:
        return "Patches as steps, with positions"


@dataclass(frozen=True)
class Transformer(Layer):
    """Attention among all steps, then two dense layers on each, both added to their input.

    Dosovitskiy et al. 2021, "An image is worth 16×16 words", arXiv 2010.11929.
    """

    normalises: ClassVar[bool] = True

    heads: int
    wider: int = 4
    """The first dense layer is so many times as wide as a step."""

    def parameters(self, shape: Shape) -> int:
        d = shape[1]
        return 4 * (d * d + d) + 2 * self.wider * d * d + (self.wider + 1) * d + 4 * d

    def multiplications(self, shape: Shape) -> int:
        steps, d = shape
        return steps * (4 + 2 * self.wider) * d * d + 2 * steps * steps * d

    @property
    def text(self) -> str:
        return f"Transformer block {self.heads} heads"


@dataclass(frozen=True)
class Capsules(Layer):
    """Groups of ``size`` channels at every place as vectors, squashed to a length below 1."""

    size: int

    def output(self, shape: Shape) -> Shape:
        if prod(shape) % self.size:
            raise TooSmall(f"needs a multiple of {self.size} numbers but gets {prod(shape)}")
        return (prod(shape) // self.size, self.size)

    @property
    def text(self) -> str:
        return f"Capsules of {self.size} numbers"
