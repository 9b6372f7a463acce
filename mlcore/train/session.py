"""One run from its folder to its model: data set, network, `fit`, and what is written.

Worker only; the TensorFlow files are imported when a run begins, not before.
"""

import os
import platform
import time
from importlib.metadata import version

from mlcore import atomic
from mlcore.data.dataset import DataSet
from mlcore.models import registry
from mlcore.runs import state
from mlcore.runs.folder import Run
from mlcore.train import checks
from mlcore.train.config import TrainConfig
from mlcore.train.recorder import Recorder, rewind
from mlcore.train.schedule import SCHEDULES

PACKAGES = ("tensorflow", "keras", "numpy", "solt", "scikit-learn", "onnxruntime")


def train(run: Run) -> None:
    """Train or go on training; ends in state finished or stopped, or raises."""
    config = TrainConfig.from_json(run.config)
    data = checks.check(config)
    state.write_status(run, "running", doing="starting TensorFlow")
    from mlcore.models import build, pretrained
    from mlcore.train import checkpoint, compute, export, fit, step

    precision = compute.prepare(config.precision, config.seed)
    _write_environment(run, data, precision)
    state.write_status(run, "running", doing="building the network")
    network = registry.get(config.model)
    model = build.build(
        network,
        data.side,
        data.channels,
        len(data.labels),
        config.sharing,
        config.head,
    )
    saved = run.folder / "checkpoint.npz"
    if network.pretrained and config.weights == "imagenet" and not saved.exists():
        state.write_status(run, "running", doing="fetching the ImageNet weights")
        print(pretrained.start_from_imagenet(model, network), flush=True)
    optimizer = step.OPTIMIZERS[config.optimizer](config.learning_rate)
    optimizer.build(model.trainable_variables)
    variables = [*model.variables, *optimizer.variables]
    done = checkpoint.load(saved, variables)
    rewind(run.metrics_file, done)

    learning, held_out = fit.part_of(data, "train"), fit.part_of(data, "val")
    course = fit.Course(
        config.epochs,
        config.batch,
        config.seed,
        config.learning_rate,
        SCHEDULES[config.schedule],
    )
    with Recorder(run, data.labels, learning.truth, held_out and held_out.truth) as recorder:
        if not done:
            recorder.begin()

        def on_epoch(epoch: fit.Epoch) -> None:
            recorder.epoch(epoch, float(optimizer.learning_rate))
            checkpoint.save(saved, epoch.number, variables)

        state.write_status(run, "running", doing="training")
        complete = fit.fit(
            model,
            optimizer,
            learning,
            held_out,
            course,
            done,
            fit.Listeners(recorder.batch, on_epoch, lambda: state.stop_requested(run)),
        )
    if checkpoint.load(saved, variables):
        export.save_model(run, config, data, model, held_out)
    state.write_status(run, "finished" if complete else "stopped")


def serve(run: Run) -> None:
    """Write ``model.onnx`` from ``model.keras``; takes seconds to half a minute, by size."""
    import keras

    from mlcore.train import export

    export.save_onnx(run, keras.models.load_model(run.model_file))


def _write_environment(run: Run, data: DataSet, precision: str) -> None:
    """What the run depends on beyond its configuration, kept though the data set be deleted."""
    if data.recipe:
        with atomic.replacing(run.folder / "cleaning.yaml") as temporary:
            temporary.write_text(data.recipe, encoding="utf-8")
    atomic.write_json(
        run.folder / "environment.json",
        {
            "started": time.time(),
            "python": platform.python_version(),
            "system": platform.platform(),
            "cores": os.cpu_count(),
            "precision": precision,
            "fingerprint": data.fingerprint,
            "cleaning": data.view,
            "packages": {name: version(name) for name in PACKAGES},
        },
    )
