"""Everything a training needs to go on where it was. Worker only.

Variables (weights, optimizer, averages, dropout's randomness), and what validation said of each
epoch: early stopping and the plateau schedule follow from that alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import keras
import numpy as np

from mlcore import atomic
from mlcore.errors import ScanLabError


@dataclass
class Standing:
    """How far a training is, beside its variables."""

    epoch: int = 0
    """Whole epochs behind it."""
    watched: list[float] = field(default_factory=list)
    """The monitored validation value of each epoch."""
    best: list[np.ndarray] = field(default_factory=list)
    """The weights that answered in the best epoch; empty where none are kept."""


def save(path: Path, standing: Standing, variables: Sequence[keras.Variable]) -> None:
    """Write all variables and the standing; an older file is replaced whole."""
    arrays = {f"v{i}": np.asarray(variable) for i, variable in enumerate(variables)}
    arrays |= {f"best{i}": weight for i, weight in enumerate(standing.best)}
    with atomic.replacing(path) as temporary:
        np.savez(temporary, epoch=standing.epoch, watched=np.array(standing.watched), **arrays)


def load(path: Path, variables: Sequence[keras.Variable]) -> Standing:
    """Fill all variables; a standing before the first epoch where there is no file.

    `ScanLabError` where they are of another network or optimizer.
    """
    if not path.exists():
        return Standing()
    with np.load(path, allow_pickle=False) as file:
        values = [file[name] for name in file.files if name[0] == "v"]
        if [value.shape for value in values] != [tuple(each.shape) for each in variables]:
            raise ScanLabError(
                "this run was begun by a ScanLab that built the network differently, so it cannot "
                "go on; clone its settings and start a new run"
            )
        for variable, value in zip(variables, values, strict=True):
            variable.assign(value)
        kept = sum(name.startswith("best") for name in file.files)
        return Standing(
            int(file["epoch"]),
            file["watched"].tolist(),
            [file[f"best{i}"] for i in range(kept)],
        )
