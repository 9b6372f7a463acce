"""The PyTorch peer of `mlcore.bench.training`, a program: ``NETWORK SCANS.npz BATCH PRECISION``.

Written as somebody would who knows PyTorch on a processor: bfloat16 by autocast, channels last, the
scans ready in memory. Works in turns. Needs PyTorch and numpy alone, which may be those of another
Python; ScanLab itself does not use PyTorch.
"""

import sys
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from mlcore.bench import turns
from mlcore.models import layers, registry
from mlcore.models.layers import Layer, Shape
from mlcore.models.registry import Network

if TYPE_CHECKING:
    import torch


def model_of(network: Network, shape: Shape, labels: int) -> "torch.nn.Module":
    """Logits ``(b, labels)``, or ``(b, rows, labels)``, of scans ``(b, c, side, side)``."""
    from torch import nn

    return nn.Sequential(*_modules(network, shape, labels))


def _modules(network: Network, shape: Shape, labels: int) -> "Iterator[torch.nn.Module]":
    from torch import nn

    class Rows(nn.Module):
        def forward(self, x: "torch.Tensor") -> "torch.Tensor":
            return x.permute(0, 2, 3, 1).flatten(2)

    class OnFeatures(nn.Module):
        """A normalisation over the last axis of ``(b, rows, features)``."""

        def __init__(self, features: int) -> None:
            super().__init__()
            self.inner = nn.BatchNorm1d(features)

        def forward(self, x: "torch.Tensor") -> "torch.Tensor":
            return self.inner(x.flatten(0, -2)).view_as(x)

    class EveryStep(nn.Module):
        def __init__(self, features: int, units: int) -> None:
            super().__init__()
            self.inner = nn.LSTM(features, units, batch_first=True)

        def forward(self, x: "torch.Tensor") -> "torch.Tensor":
            return self.inner(x)[0]

    def activated(module: nn.Module, row: layers.Conv | layers.Dense) -> list[nn.Module]:
        return [module, nn.ReLU()] if row.activation == "relu" else [module]

    makers: dict[type[Layer], Callable[..., list[nn.Module]]] = {
        layers.Conv: lambda row, shape: activated(
            nn.Conv2d(
                shape[2],
                row.filters,
                row.kernel,
                row.stride,
                (row.kernel - 1) // 2 if row.same else 0,
            ),
            row,
        ),
        layers.MaxPool: lambda row, _: [nn.MaxPool2d(row.size, ceil_mode=row.same)],
        layers.Relu: lambda *_: [nn.ReLU()],
        layers.BatchNorm: lambda _, shape: [
            nn.BatchNorm2d(shape[-1]) if len(shape) == 3 else OnFeatures(shape[-1])
        ],
        layers.Dropout: lambda row, _: [nn.Dropout(row.rate)],
        layers.Flatten: lambda *_: [nn.Flatten()],
        layers.Rows: lambda *_: [Rows()],
        layers.Dense: lambda row, shape: activated(nn.Linear(shape[-1], row.units), row),
        layers.Lstm: lambda row, shape: [EveryStep(shape[1], row.units)],
    }
    for row in network.layers:
        yield from makers[type(row)](row, shape)
        shape = row.output(shape)
    yield nn.Linear(shape[-1], labels)


def main(name: str, file: str, batch: str, precision: str) -> None:
    import torch
    from torch import nn

    size, network = int(batch), registry.get(name)
    with np.load(file) as arrays:
        pixels, truth = arrays["pixels"], torch.from_numpy(arrays["truth"])
    scans = torch.from_numpy(pixels).permute(0, 3, 1, 2).float().div(255)
    scans = scans.contiguous(memory_format=torch.channels_last)
    model = model_of(network, pixels.shape[1:], truth.shape[1])
    model = model.to(memory_format=torch.channels_last)
    optimizer = torch.optim.Adam(model.parameters())
    starts = range(0, len(scans) - size + 1, size)

    def step(start: int) -> None:
        with torch.autocast("cpu", torch.bfloat16, enabled=precision != "float32"):
            logits = model(scans[start : start + size]).float()
        if network.per_row:
            mean = logits.sigmoid().mean(dim=1)
            loss = nn.functional.binary_cross_entropy(mean, truth[start : start + size])
        else:
            loss = nn.functional.binary_cross_entropy_with_logits(
                logits, truth[start : start + size]
            )
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

    def learn(seconds: float) -> float:
        done, began = 0, time.perf_counter()
        while True:
            for start in starts:
                step(start)
                done += size
                took = time.perf_counter() - began
                if took >= seconds and done >= 3 * size:
                    return done / took

    learn(0.0)
    turns.take(learn)


if __name__ == "__main__":
    main(*sys.argv[1:])
