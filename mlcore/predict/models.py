"""Models kept in memory between predictions: few, small in sum, and shared by everybody."""

import time

from mlcore import atomic
from mlcore.evaluate import decisions
from mlcore.kept import Kept
from mlcore.predict import pinned
from mlcore.predict.predictor import NotReady, Predictor
from mlcore.runs import folder
from mlcore.runs.folder import Run

MOST_MODELS = 6
MOST_BYTES = 1_000_000_000
PATIENCE = 120.0
"""Seconds a caller who waits is ready to wait for the largest network to be prepared."""

_kept: Kept[Predictor] = Kept(MOST_MODELS, MOST_BYTES, lambda predictor: predictor.bytes)


def servable() -> list[Run]:
    """Runs with a trained model, newest first."""
    return [run for run in folder.all_runs() if run.model_card]


def usual() -> Run | None:
    """The model that answers where nobody chose one: the pinned one, else the newest."""
    if name := pinned.name():
        return folder.get(name)
    return next((run for run in folder.all_runs() if run.model_card), None)


def load(run: Run) -> Predictor:
    """The predictor of a run, kept since last time if neither its model nor what was decided for it
    has changed."""
    stamps = (atomic.stamp(path) for path in (run.onnx_file, decisions.file(run)))
    return _kept.get((str(run.folder), *stamps), lambda: Predictor(run))


def load_waiting(run: Run, patience: float = PATIENCE) -> Predictor:
    """Like `load`, but waits while the model is being prepared."""
    give_up = time.monotonic() + patience
    while True:
        try:
            return load(run)
        except NotReady:
            if time.monotonic() > give_up:
                raise
            time.sleep(0.2)
