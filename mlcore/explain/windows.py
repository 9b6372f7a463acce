"""Convolutions and pools of ONNX graphs backwards: from the slope at their output to the slope at
their input, for one scan, by numpy."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np

Attributes = dict[str, Any]


@dataclass(frozen=True)
class Windows:
    """How a kernel slides over an image."""

    kernel: tuple[int, int]
    stride: tuple[int, int]
    dilation: tuple[int, int]
    pads: tuple[int, int, int, int]
    """Top, left, bottom, right."""

    def places(self, shape: tuple[int, ...]) -> Iterator[tuple[int, int, tuple]]:
        """For every number of the kernel, its row and column and which padded pixels it meets when
        the output has ``shape (…, h, w)``."""
        for row, column in product(*map(range, self.kernel)):
            start = row * self.dilation[0], column * self.dilation[1]
            stop = [s + n * d for s, n, d in zip(start, shape[-2:], self.stride, strict=True)]
            met = tuple(slice(s, e, d) for s, e, d in zip(start, stop, self.stride, strict=True))
            yield row, column, (..., *met)

    def padded(self, x: np.ndarray, out: tuple[int, ...], fill: float) -> np.ndarray:
        """With its borders, and as much more as the last window may reach over the edge."""
        top, left, bottom, right = self.pads
        reach = [
            (n - 1) * s + (k - 1) * d + 1
            for n, s, k, d in zip(out[-2:], self.stride, self.kernel, self.dilation, strict=True)
        ]
        more = [
            max(0, r + s - 1 - n)
            for r, s, n in zip(
                reach,
                self.stride,
                (x.shape[-2] + top + bottom, x.shape[-1] + left + right),
                strict=True,
            )
        ]
        return np.pad(
            x,
            ((0, 0), (0, 0), (top, bottom + more[0]), (left, right + more[1])),
            constant_values=fill,
        )

    def cropped(self, padded: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
        top, left = self.pads[:2]
        return padded[..., top : top + shape[-2], left : left + shape[-1]]


def windows(attributes: Attributes, kernel: tuple[int, ...], side: tuple[int, ...]) -> Windows:
    """What an ONNX node says of its windows over an image of ``side (h, w)``."""
    stride = tuple(attributes.get("strides", (1, 1)))
    dilation = tuple(attributes.get("dilations", (1, 1)))
    pads = tuple(attributes.get("pads", (0, 0, 0, 0)))
    auto = attributes.get("auto_pad", b"NOTSET").decode()
    if auto.startswith("SAME"):
        total = [
            max(0, (-(-n // s) - 1) * s + (k - 1) * d + 1 - n)
            for n, s, k, d in zip(side, stride, kernel, dilation, strict=True)
        ]
        less, more = [t // 2 for t in total], [t - t // 2 for t in total]
        pads = (*less, *more) if auto == "SAME_UPPER" else (*more, *less)
    return Windows(tuple(kernel), stride, dilation, pads)


def of_node(operation: str, attributes: Attributes, inputs: list[np.ndarray]) -> Windows:
    kernel = inputs[1].shape[2:] if operation == "Conv" else attributes["kernel_shape"]
    return windows(attributes, kernel, inputs[0].shape[-2:])


def convolution(
    attributes: Attributes, inputs: list[np.ndarray], output: np.ndarray, slope: np.ndarray
) -> list[np.ndarray]:
    x, weights = inputs[:2]
    slides = of_node("Conv", attributes, inputs)
    groups = attributes.get("group", 1)
    flat = slope.reshape(groups, len(weights) // groups, -1)
    # One product for all places of the kernel: it reads the weights as they lie in memory.
    parts = weights.reshape(groups, len(weights) // groups, -1).transpose(0, 2, 1) @ flat
    parts = parts.reshape(1, x.shape[1], *slides.kernel, *output.shape[2:])
    total = np.zeros_like(slides.padded(x, output.shape, 0))
    for row, column, met in slides.places(output.shape):
        total[met] += parts[:, :, row, column]
    return [slides.cropped(total, x.shape)]


def largest_pool(
    attributes: Attributes, inputs: list[np.ndarray], output: np.ndarray, slope: np.ndarray
) -> list[np.ndarray]:
    x = inputs[0]
    slides = of_node("MaxPool", attributes, inputs)
    padded = slides.padded(x, output.shape, -np.inf)
    total = np.zeros_like(padded)
    open_still = np.ones(output.shape, bool)
    for _, _, met in slides.places(output.shape):
        winner = open_still & (padded[met] == output)
        total[met] += slope * winner
        open_still &= ~winner
    return [slides.cropped(total, x.shape)]


def mean_pool(
    attributes: Attributes, inputs: list[np.ndarray], output: np.ndarray, slope: np.ndarray
) -> list[np.ndarray]:
    x = inputs[0]
    slides = of_node("AveragePool", attributes, inputs)
    inside = slides.padded(np.ones_like(x), output.shape, attributes.get("count_include_pad", 0))
    count = np.zeros(output.shape, np.float32)
    for _, _, met in slides.places(output.shape):
        count += inside[met]
    total = np.zeros_like(inside)
    for _, _, met in slides.places(output.shape):
        total[met] += slope / count
    return [slides.cropped(total, x.shape)]
