"""Models kept in memory between predictions: few, small in sum, and shared by everybody."""

import threading
import time
from collections import OrderedDict

from mlcore import atomic
from mlcore.evaluate import decisions
from mlcore.predict.predictor import NotReady, Predictor
from mlcore.runs import folder
from mlcore.runs.folder import Run

MOST_MODELS = 6
MOST_BYTES = 1_000_000_000
PATIENCE = 120.0
"""Seconds a caller who waits is ready to wait for the largest network to be prepared."""

_kept: OrderedDict[tuple, Predictor] = OrderedDict()
_lock = threading.Lock()


def servable() -> list[Run]:
    """Runs with a trained model, newest first."""
    return [run for run in folder.all_runs() if run.model_card]


def load(run: Run) -> Predictor:
    """The predictor of a run, kept since last time if neither its model nor what was decided for it
    has changed."""
    with _lock:
        key = (
            str(run.folder),
            *(atomic.stamp(path) for path in (run.onnx_file, decisions.file(run))),
        )
        if key not in _kept:
            _kept[key] = Predictor(run)
        _kept.move_to_end(key)
        while len(_kept) > 1 and (
            len(_kept) > MOST_MODELS or sum(kept.bytes for kept in _kept.values()) > MOST_BYTES
        ):
            _kept.popitem(last=False)
        return _kept[key]


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
