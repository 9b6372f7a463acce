"""The layers a network is written in: shapes, parameters and cost without TensorFlow.

A network is a tuple of these rows (see `mlcore.models.seed_networks`). The dashboard reads shapes
and counts from them at once; `mlcore.models.build` turns the same rows into Keras layers, so the
table on the screen and the network that trains cannot drift apart.

Shapes are without the batch: ``(height, width, channels)``, ``(steps, features)`` or ``(units,)``.
"""

from dataclasses import dataclass
from math import ceil, prod
from typing import ClassVar, NamedTuple

Shape = tuple[int, ...]


class Part(NamedTuple):
    """A line of the layer table."""

    text: str
    output: Shape
    parameters: int
    multiplications: int


class TooSmall(Exception):  # noqa: N818  (a fact about a shape, turned into a sentence by `summary`)
    """A layer needs more pixels than reach it."""


@dataclass(frozen=True)
class Layer:
    """One row of a network."""

    normalises: ClassVar[bool] = False
    """It keeps numbers at a usual size, so that a scan's signal survives many layers."""

    def output(self, shape: Shape) -> Shape:
        """The shape that leaves this layer; raises `TooSmall` where nothing would."""
        return shape

    def parameters(self, shape: Shape) -> int:
        """Numbers this layer holds for an input of ``shape``, trained or not."""
        return 0

    def multiplications(self, shape: Shape) -> int:
        """Multiply-adds for one scan, the usual half of "FLOPs"."""
        return 0

    def parts(self, shape: Shape) -> list[Part]:
        """The lines of the layer table that this row fills."""
        counts = self.parameters(shape), self.multiplications(shape)
        return [Part(self.text, self.output(shape), *counts)]

    @property
    def text(self) -> str:
        """How the row reads in the layer table."""
        return type(self).__name__


@dataclass(frozen=True)
class Conv(Layer):
    filters: int
    kernel: int
    stride: int = 1
    same: bool = False
    activation: str = "relu"
    bias: bool = True
    """Not needed where a normalisation follows, which shifts its input anyway."""

    def output(self, shape: Shape) -> Shape:
        return (*_windows(shape, self.kernel, self.stride, self.same), self.filters)

    def parameters(self, shape: Shape) -> int:
        return (self.kernel**2 * shape[2] + self.bias) * self.filters

    def multiplications(self, shape: Shape) -> int:
        return self.kernel**2 * shape[2] * prod(self.output(shape))

    @property
    def text(self) -> str:
        stride = f", stride {self.stride}" if self.stride > 1 else ""
        edges = ", same" if self.same else ""
        return f"Conv {self.filters} filters {self.kernel}×{self.kernel}{stride}{edges}"


@dataclass(frozen=True)
class MaxPool(Layer):
    size: int
    same: bool = False

    def output(self, shape: Shape) -> Shape:
        return (*_windows(shape, self.size, self.size, self.same), shape[2])

    @property
    def text(self) -> str:
        return f"Max pool {self.size}×{self.size}{', same' if self.same else ''}"


@dataclass(frozen=True)
class Relu(Layer):
    @property
    def text(self) -> str:
        return "ReLU"


@dataclass(frozen=True)
class BatchNorm(Layer):
    normalises: ClassVar[bool] = True
    momentum: float = 0.99
    """How slowly its statistics follow the batches; a short training needs less than Keras has."""

    def parameters(self, shape: Shape) -> int:
        return 4 * shape[-1]

    @property
    def text(self) -> str:
        return "Batch normalisation"


@dataclass(frozen=True)
class LayerNorm(Layer):
    normalises: ClassVar[bool] = True

    def parameters(self, shape: Shape) -> int:
        return 2 * shape[-1]

    @property
    def text(self) -> str:
        return "Layer normalisation"


@dataclass(frozen=True)
class Dropout(Layer):
    rate: float

    @property
    def text(self) -> str:
        return f"Dropout {self.rate:g}"


@dataclass(frozen=True)
class Flatten(Layer):
    def output(self, shape: Shape) -> Shape:
        return (prod(shape),)


@dataclass(frozen=True)
class GlobalPool(Layer):
    """The mean over all places, ``(channels,)``: whatever the size, the same number of answers."""

    largest: bool = False
    """The largest value over all places too: what is small is lost in a mean."""

    def output(self, shape: Shape) -> Shape:
        return (shape[-1] * (1 + self.largest),)

    @property
    def text(self) -> str:
        return f"Global mean{' and max' if self.largest else ''} pool"


@dataclass(frozen=True)
class Rows(Layer):
    """Read an image as a sequence of its rows: ``(height, width · channels)``."""

    def output(self, shape: Shape) -> Shape:
        return (shape[0], prod(shape[1:]))

    @property
    def text(self) -> str:
        return "Rows as steps"


@dataclass(frozen=True)
class Dense(Layer):
    """Fully connected, on the last axis: a sequence keeps its steps."""

    units: int
    activation: str = "relu"

    def output(self, shape: Shape) -> Shape:
        return (*shape[:-1], self.units)

    def parameters(self, shape: Shape) -> int:
        return (shape[-1] + 1) * self.units

    def multiplications(self, shape: Shape) -> int:
        return prod(shape) * self.units

    @property
    def text(self) -> str:
        return f"Dense {self.units}{', linear' if self.activation == 'linear' else ''}"


@dataclass(frozen=True)
class Lstm(Layer):
    """Long short-term memory that hands on its output at every step."""

    units: int

    def output(self, shape: Shape) -> Shape:
        return (shape[0], self.units)

    def parameters(self, shape: Shape) -> int:
        return 4 * self.units * (shape[1] + self.units + 1)

    def multiplications(self, shape: Shape) -> int:
        return shape[0] * 4 * self.units * (shape[1] + self.units)

    @property
    def text(self) -> str:
        return f"LSTM {self.units}, every step"


def _windows(shape: Shape, size: int, stride: int, same: bool) -> tuple[int, int]:
    if same:
        return ceil(shape[0] / stride), ceil(shape[1] / stride)
    if min(shape[:2]) < size:
        raise TooSmall(f"needs {size}×{size} pixels but gets {shape[0]}×{shape[1]}")
    return (shape[0] - size) // stride + 1, (shape[1] - size) // stride + 1
