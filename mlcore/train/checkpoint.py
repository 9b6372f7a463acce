"""Everything a training needs to go on where it was: weights, optimizer, dropout's randomness."""

from collections.abc import Sequence
from pathlib import Path

import keras
import numpy as np

from mlcore import atomic


def save(path: Path, epoch: int, variables: Sequence[keras.Variable]) -> None:
    """Write all variables after ``epoch`` finished epochs; an older file is replaced whole."""
    arrays = {f"v{i}": np.asarray(variable) for i, variable in enumerate(variables)}
    with atomic.replacing(path) as temporary:
        np.savez(temporary, epoch=epoch, **arrays)


def load(path: Path, variables: Sequence[keras.Variable]) -> int:
    """Fill all variables; return how many epochs are finished, 0 where there is no file."""
    if not path.exists():
        return 0
    with np.load(path, allow_pickle=False) as file:
        for i, variable in enumerate(variables):
            variable.assign(file[f"v{i}"])
        return int(file["epoch"])
