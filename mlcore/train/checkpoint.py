"""What a training keeps of itself: all it needs to go on, and the weights of some epochs."""

from collections.abc import Sequence
from pathlib import Path

import keras
import numpy as np

from mlcore import atomic
from mlcore.errors import ScanLabError
from mlcore.runs.folder import Run

SNAPSHOT_BYTES = 200_000_000
"""Room a run may take for snapshots: all epochs of a small network, few of a large one."""


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


class Snapshots:
    """Weights after single epochs, to choose the model from; the best and the newest always."""

    def __init__(self, run: Run, variables: Sequence[keras.Variable], done: int) -> None:
        self._run = run
        self._variables = variables
        scored = [(line["epoch"], line.get("val", {})) for line in run.epochs()]
        self._score = {
            epoch: val["average_precision_macro"]
            for epoch, val in scored
            if val.get("average_precision_macro") is not None
        }
        for epoch in run.snapshots():
            if epoch > done:
                run.snapshot_file(epoch).unlink()

    def keep(self, epoch: int, score: float | None) -> None:
        """Write the weights after this epoch, judged by ``score``, and remove the oldest ones where
        they take too much room."""
        self._score[epoch] = -1.0 if score is None else score
        path = self._run.snapshot_file(epoch)
        path.parent.mkdir(exist_ok=True)
        save(path, epoch, self._variables)
        kept = self._run.snapshots()
        best = max(kept, key=lambda each: (self._score.get(each, -1.0), each))
        room = SNAPSHOT_BYTES - sum(self._run.snapshot_file(e).stat().st_size for e in kept)
        for old in kept:
            if room >= 0:
                break
            if old not in (best, epoch):
                room += self._run.snapshot_file(old).stat().st_size
                self._run.snapshot_file(old).unlink()


def load_snapshot(run: Run, epoch: int, variables: Sequence[keras.Variable]) -> None:
    """Fill the model's variables with those after ``epoch``."""
    if not load(run.snapshot_file(epoch), variables):
        raise ScanLabError(
            f"the weights of epoch {epoch} of run {run.name} are not kept; kept are "
            f"{', '.join(map(str, run.snapshots())) or 'none'}"
        )
