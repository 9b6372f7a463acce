"""One explanation: a map for a label of a scan, with what one must know to make it again."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from mlcore import atomic
from mlcore.errors import ScanLabError
from mlcore.explain import methods, network
from mlcore.explain.network import Network
from mlcore.kept import Kept
from mlcore.predict.predictor import Answer
from mlcore.runs.folder import Run

MOST_NETWORKS = 2
"""Opened networks kept in memory; each holds its weights up to three times."""

_kept: Kept[Network] = Kept(MOST_NETWORKS)


@dataclass(frozen=True)
class Explanation:
    label: str
    probability: float
    method: str
    signed: bool
    seconds: float
    seed: int
    heat: np.ndarray = field(repr=False, compare=False)
    """``(side, side)`` float32: above 0 where the scan speaks for the label, below 0 where it
    speaks against it."""

    def to_json(self) -> dict[str, Any]:
        return {
            "label": self.label,
            "probability": self.probability,
            "method": self.method,
            "signed": self.signed,
            "seconds": round(self.seconds, 4),
            "seed": self.seed,
        }


def opened(run: Run) -> Network:
    """The network of a run that can serve, kept since last time unless it was written again.
    `ScanLabError` while its file is being written."""
    if not run.onnx_file.exists():
        raise ScanLabError(
            f"the model of run {run.name} is being prepared for serving; try again in a few seconds"
        )
    key = (str(run.folder), atomic.stamp(run.onnx_file))
    return _kept.get(key, lambda: network.read(run))


def explain(
    opened: Network, answer: Answer, labels: Sequence[str], method: str, seed: int = 0
) -> list[Explanation]:
    """An explanation of each of ``labels`` of a scan that was answered.

    `ScanLabError` where the label or method is unknown, or the method cannot explain this network.
    """
    row = methods.get(method)
    if not row.applies(opened):
        fitting = " or ".join(each.name for each in methods.fitting(opened))
        raise ScanLabError(f"{row.title} cannot explain this network; choose {fitting}")
    positions = [position(answer, label) for label in labels]
    started = time.perf_counter()
    maps = row.compute(opened, answer.pixels, positions, seed)
    took = time.perf_counter() - started
    return [
        Explanation(label, answer.labels[label].probability, method, row.signed, took, seed, heat)
        for label, heat in zip(labels, maps, strict=True)
    ]


def position(answer: Answer, label: str) -> int:
    """Of a label in the network's answer; `ScanLabError` where it has no such label."""
    known = list(answer.labels)
    if label not in known:
        raise ScanLabError(f"the model has no label {label!r}; choose one of {', '.join(known)}")
    return known.index(label)


def likeliest(answer: Answer) -> str:
    return max(answer.labels, key=lambda label: answer.labels[label].probability)
