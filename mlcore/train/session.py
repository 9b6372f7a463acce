"""One run from its folder to its model: data set, network, `fit`, and what is written. Worker only
(the TensorFlow files are imported when a run begins, not before)."""

import os
import platform
import time
from importlib.metadata import version
from typing import Any

from mlcore import atomic
from mlcore.data.dataset import DataSet
from mlcore.models import registry
from mlcore.runs import state
from mlcore.runs.folder import Run
from mlcore.train import checks
from mlcore.train.config import TrainConfig
from mlcore.train.recorder import Recorder, rewind

PACKAGES = ("tensorflow", "keras", "numpy", "solt", "scikit-learn", "onnxruntime")


def serve(run: Run) -> None:
    """Write ``model.onnx`` from ``model.keras``; takes seconds to half a minute, by size."""
    import keras

    from mlcore.train import export

    export.save_onnx(run, keras.models.load_model(run.model_file))


def train(run: Run) -> None:
    """Train or go on training; ends in state finished or stopped, or raises."""
    config = TrainConfig.from_json(run.config)
    data = checks.check(config)
    state.write_status(run, "running", doing="starting TensorFlow", epochs=config.epochs)
    from mlcore.models import build
    from mlcore.train import checkpoint, compute, export, fit, step

    precision = compute.prepare(config.precision, config.seed)
    _write_environment(run, data, precision)
    state.write_status(run, "running", doing="building the network", epochs=config.epochs)
    model = build.build(
        registry.get(config.model),
        data.side,
        data.channels,
        len(data.labels),
        config.sharing,
        config.head,
    )
    optimizer = step.OPTIMIZERS[config.optimizer](config.learning_rate)
    optimizer.build(model.trainable_variables)
    variables = [*model.variables, *optimizer.variables]
    saved = run.folder / "checkpoint.npz"
    done = checkpoint.load(saved, variables)
    rewind(run.metrics_file, done)

    labelled = data.labelled()
    parts = {}
    for split in ("train", "val"):
        rows = data.rows(split)
        rows = rows[labelled[rows]]
        parts[split] = fit.Part(data.pixels, rows, data.targets[rows]) if len(rows) else None
    steps = -(-len(parts["train"]) // config.batch)

    with Recorder(run, data.labels, steps) as recorder:

        if not done:
            recorder.begin(parts["val"].truth if parts["val"] else None)

        def on_epoch(epoch: fit.Epoch) -> None:
            facts: dict[str, Any] = {
                "train": recorder.part(parts["train"].truth, epoch.train_probability)
                | {"loss": epoch.loss},
                "seconds": round(epoch.seconds, 3),
                "images_per_second": round(epoch.images_per_second, 1),
                "learning_rate": float(optimizer.learning_rate),
            }
            if epoch.val_probability is not None:
                facts["val"] = recorder.part(parts["val"].truth, epoch.val_probability)
            recorder.epoch(epoch.number, **facts)
            checkpoint.save(saved, epoch.number, variables)

        state.write_status(run, "running", doing="training", epochs=config.epochs)
        complete = fit.fit(
            model,
            optimizer,
            parts["train"],
            parts["val"],
            epochs=config.epochs,
            batch=config.batch,
            seed=config.seed,
            done=done,
            listeners=fit.Listeners(
                on_batch=lambda epoch, number, _, loss: recorder.batch(epoch, number, loss),
                on_epoch=on_epoch,
                should_stop=lambda: state.stop_requested(run),
            ),
        )
    ended = "finished" if complete else "stopped"
    reached = checkpoint.load(saved, variables)
    if not reached:
        state.write_status(run, ended, epochs=config.epochs)
        return
    export.save_model(run, config, data, model, parts["val"])
    state.write_status(run, ended, epochs=config.epochs)


def _write_environment(run: Run, data: DataSet, precision: str) -> None:
    atomic.write_json(
        run.folder / "environment.json",
        {
            "started": time.time(),
            "python": platform.python_version(),
            "system": platform.platform(),
            "cores": os.cpu_count(),
            "precision": precision,
            "fingerprint": data.fingerprint,
            "packages": {name: version(name) for name in PACKAGES},
        },
    )
