"""Run folders with a history, told by the real recorder about made-up answers, without training."""

from types import SimpleNamespace

import numpy as np

from mlcore import atomic
from mlcore.data import dataset
from mlcore.runs import folder, panel, state
from mlcore.runs.folder import Run
from mlcore.train.config import TrainConfig
from mlcore.train.parts import part_of
from mlcore.train.recorder import Recorder

RATE = 1e-3


def make(
    epochs: int = 3,
    planned: int = 10,
    dead: bool = False,
    name: str = "squares",
    batches: int = 0,
) -> Run:
    """A launched run after some epochs and batches (up to 4) of the next, on a stored data set.

    Its answers come nearer to the truth epoch by epoch, or are the same for all scans.
    """
    data = dataset.load(name)
    config = TrainConfig(name, model="tiny", epochs=planned, fingerprint=data.fingerprint)
    run = folder.create(config.to_json())
    state.mark_launched(run)
    state.beat(run)
    state.write_status(run, "running", doing="training")
    train, val = part_of(data, "train"), part_of(data, "val")
    watched = panel.choose(val.truth, lambda _: True, 0)
    rows = val.rows[watched]
    panel.begin(run, data.labels, data.table["id"].iloc[rows], rows, val.truth[watched])
    with Recorder(run, data.labels, train.truth, val.truth, lambda: RATE) as recorder:
        recorder.begin()
        for number in range(1, epochs + 1):
            for step in range(1, 5):
                recorder.batch(number, step, 4, 1 / (number + step / 4))
            taught, held_out = (_answers(part.truth, number, dead) for part in (train, val))
            recorder.epoch(
                SimpleNamespace(
                    number=number,
                    seconds=2.0,
                    images_per_second=500.0,
                    loss=1 / (1 + number),
                    train_probability=taught,
                    val_probability=held_out,
                )
            )
            panel.add(run, number, held_out[watched])
        for step in range(1, batches + 1):
            recorder.batch(epochs + 1, step, 4, 1 / (epochs + 1 + step / 4))
    return run


def end(run: Run, how: str = "finished") -> None:
    """Let the run end with a model card."""
    state.write_status(run, how)
    state.end_beat(run)
    card = {"version": 1, "epoch": len(run.epochs()), "labels": list(run.epochs()[0]["val"]["f1"])}
    atomic.write_json(run.folder / "model.json", card)


def _answers(truth: np.ndarray, epoch: int, dead: bool) -> np.ndarray:
    if dead:
        return np.full(truth.shape, 0.2, np.float32)
    noise = np.random.default_rng(epoch).normal(0, 0.2, truth.shape)
    sure = 0.3 * epoch / (1 + epoch)
    return np.clip(0.5 + sure * (2 * truth - 1) + noise, 0.01, 0.99).astype(np.float32)
