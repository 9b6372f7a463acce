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
    """Fill all variables; a standing before the first epoch where there is no file."""
    if not path.exists():
        return Standing()
    with np.load(path, allow_pickle=False) as file:
        for i, variable in enumerate(variables):
            variable.assign(file[f"v{i}"])
        kept = sum(name.startswith("best") for name in file.files)
        return Standing(
            int(file["epoch"]),
            file["watched"].tolist(),
            [file[f"best{i}"] for i in range(kept)],
        )
