"""The weights after some epochs of a run, to choose its model from."""

import numpy as np

from mlcore import atomic
from mlcore.errors import ScanLabError
from mlcore.runs.folder import Run

ROOM = 200_000_000
"""Bytes a run may take for them: all epochs of a small network, few of a large one."""


class Snapshots:
    """Keeps the best and the newest epoch always, and as many others as there is room for."""

    def __init__(self, run: Run, done: int) -> None:
        """Forgets what lies beyond the first ``done`` epochs, which a resumed run repeats."""
        self._run = run
        scored = [(line["epoch"], line.get("val", {})) for line in run.epochs()]
        self._score = {
            epoch: val["average_precision_macro"]
            for epoch, val in scored
            if val.get("average_precision_macro") is not None
        }
        for epoch in run.snapshots():
            if epoch > done:
                run.snapshot_file(epoch).unlink()

    def keep(self, epoch: int, score: float | None, weights: list[np.ndarray]) -> None:
        """Write the weights that answer after this epoch, judged by ``score``, and remove the
        oldest ones where they take too much room."""
        self._score[epoch] = -1.0 if score is None else score
        path = self._run.snapshot_file(epoch)
        path.parent.mkdir(exist_ok=True)
        arrays = {f"w{i}": weight for i, weight in enumerate(weights)}
        with atomic.replacing(path) as temporary:
            np.savez(temporary, **arrays)
        kept = self._run.snapshots()
        best = max(kept, key=lambda each: (self._score.get(each, -1.0), each))
        room = ROOM - sum(self._run.snapshot_file(e).stat().st_size for e in kept)
        for old in kept:
            if room >= 0:
                break
            if old not in (best, epoch):
                room += self._run.snapshot_file(old).stat().st_size
                self._run.snapshot_file(old).unlink()


def load(run: Run, epoch: int) -> list[np.ndarray]:
    """The weights that answer after ``epoch``, in Keras' order."""
    try:
        with np.load(run.snapshot_file(epoch), allow_pickle=False) as file:
            return [file[f"w{i}"] for i in range(len(file.files))]
    except FileNotFoundError:
        raise ScanLabError(
            f"the weights of epoch {epoch} of run {run.name} are not kept; kept are "
            f"{', '.join(map(str, run.snapshots())) or 'none'}"
        ) from None
