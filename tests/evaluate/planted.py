"""A run on a small demo, with answers as good as they are asked to be."""

from collections.abc import Iterator

import numpy as np

from mlcore import atomic
from mlcore.data import demo
from mlcore.data.dataset import DataSet
from mlcore.evaluate import answers
from mlcore.evaluate.answers import Answers
from mlcore.runs import folder, state
from mlcore.runs.folder import Run
from mlcore.train import predictions
from mlcore.train.config import TrainConfig
from mlcore.train.parts import Part

SIZES = {"train": 300, "val": 240, "test": 60}


def demo_run(noise: float) -> tuple[Run, Answers]:
    """A model that knows the truth of every scan that is not black, blurred by ``noise``; black
    scans get one answer, as they must."""
    data = demo.make(**SIZES)
    run = folder.create({"dataset": data.name, "model": "tiny", "epochs": 1})
    state.mark_launched(run)
    state.write_status(run, "finished")
    card = {
        "version": 1,
        "dataset": data.name,
        "fingerprint": data.fingerprint,
        "labels": list(data.labels),
        "side": data.side,
        "channels": 1,
        "thresholds": dict.fromkeys(data.labels, 0.4),
    }
    atomic.write_json(run.folder / "model.json", card)
    for split in ("val", "test"):
        part = predictions.kept_part(TrainConfig(data.name, model="tiny"), data, split)
        predictions.save(run, split, data, part, _answered(part, noise))
    return run, answers.of(run, "val")


def _answered(part: Part, noise: float) -> np.ndarray:
    rng = np.random.default_rng(3)
    p = np.clip(0.2 + 0.6 * part.truth + noise * rng.standard_normal(part.truth.shape), 0, 1)
    p[~part.pixels(slice(None)).any(axis=(1, 2, 3))] = 0.45
    return p.astype(np.float32)


def shares_of_black(data: DataSet, given: Answers) -> Iterator[tuple[int, int, int]]:
    """Per label: scans with it that are not black, black ones with it, and all black ones."""
    black = np.isin(given.ids, data.facts["planted"]["black"])
    for truth in given.truth.T:
        yield int(truth[~black].sum()), int(truth[black].sum()), int(black.sum())
