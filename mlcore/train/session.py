"""One run from its folder to its model: data set, network, `fit`, and what is written.

Worker only; the TensorFlow files are imported when a run begins, not before.
"""

import os
import platform
import time
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from mlcore import atomic
from mlcore.data.dataset import DataSet
from mlcore.models import registry
from mlcore.runs import panel, state
from mlcore.runs.folder import Run
from mlcore.train import augmentation, checks, waiting
from mlcore.train.batches import Lessons
from mlcore.train.config import TrainConfig, extended
from mlcore.train.parts import Part, part_of
from mlcore.train.recorder import Recorder, rewind
from mlcore.train.schedule import SCHEDULES

if TYPE_CHECKING:
    import keras

PACKAGES = ("tensorflow", "keras", "numpy", "solt", "scikit-learn", "onnxruntime")


def train(run: Run) -> None:
    """Train or go on training; ends in state finished or stopped, or raises."""
    config = extended(run)
    data = checks.check(config)
    state.write_status(run, "running", doing="starting TensorFlow")
    from mlcore.train import checkpoint, compute, export, fit, step

    precision = compute.prepare(config.precision, config.seed)
    teaching, held_out = part_of(data, "train"), part_of(data, "val")
    _write_environment(run, data, precision, augmentation.facts(config, len(teaching)))
    state.write_status(run, "running", doing="building the network")
    model = _network(config, data)
    optimizer = step.OPTIMIZERS[config.optimizer](config.learning_rate)
    optimizer.build(model.trainable_variables)
    variables = [*model.variables, *optimizer.variables]
    saved = run.folder / "checkpoint.npz"
    done = checkpoint.load(saved, variables)
    for file in (run.metrics_file, run.panel_file):
        rewind(file, done)
    snapshots = checkpoint.Snapshots(run, model.variables, done)
    watched = _watched(run, data, held_out, config.seed)

    lessons = Lessons(
        teaching, augmentation.recipe_of(config), config.augmented_copies, config.seed
    )
    course = fit.Course(
        config.epochs,
        config.batch,
        config.seed,
        config.learning_rate,
        SCHEDULES[config.schedule],
    )
    with Recorder(
        run,
        data.labels,
        lessons.truth,
        held_out and held_out.truth,
        lambda: float(optimizer.learning_rate),
    ) as recorder:
        if not done:
            recorder.begin()

        def on_epoch(epoch: fit.Epoch) -> None:
            score = recorder.epoch(epoch)
            if watched:
                panel.add(run, epoch.number, epoch.val_probability[watched])
            snapshots.keep(epoch.number, score)
            checkpoint.save(saved, epoch.number, variables)

        state.write_status(run, "running", doing="training")
        complete = fit.fit(
            model,
            optimizer,
            lessons,
            held_out,
            course,
            done,
            fit.Listeners(
                recorder.batch,
                on_epoch,
                lambda: state.stop_requested(run),
                lambda: waiting.while_paused(run),
            ),
        )
    if done := checkpoint.load(saved, variables):
        export.save_model(run, config, data, model, held_out, done)
    state.write_status(run, "finished" if complete else "stopped")


def pick(run: Run, epoch: int) -> None:
    """Make the weights after ``epoch`` the model of an ended run; ``model.onnx`` is gone then."""
    config = extended(run)
    data = checks.check(config)
    from mlcore.train import checkpoint, compute, export

    compute.prepare(config.precision, config.seed)
    model = _network(config, data)
    checkpoint.load_snapshot(run, epoch, model.variables)
    export.save_model(run, config, data, model, part_of(data, "val"), epoch)


def serve(run: Run) -> None:
    """Write ``model.onnx`` from ``model.keras``; takes seconds to half a minute, by size."""
    import keras

    from mlcore.train import export

    export.save_onnx(run, keras.models.load_model(run.model_file))


def _network(config: TrainConfig, data: DataSet) -> "keras.Model":
    from mlcore.models import build

    return build.build(
        registry.get(config.model),
        data.side,
        data.channels,
        len(data.labels),
        config.sharing,
        config.head,
    )


def _watched(run: Run, data: DataSet, val: Part | None, seed: int) -> list[int]:
    """Positions in the validation part of the scans to watch; none where there is no such part."""
    if val is None:
        return []
    watched = panel.choose(val.truth, lambda position: bool(val.pixels(position).any()), seed)
    rows = val.rows[watched]
    panel.begin(run, data.labels, data.table["id"].iloc[rows], rows, val.truth[watched])
    return watched


def _write_environment(
    run: Run, data: DataSet, precision: str, augmented: dict[str, Any] | None
) -> None:
    """What the run depends on beyond its configuration, kept though the data set be deleted."""
    recipes = {
        "cleaning.yaml": data.recipe,
        "augmentation.yaml": augmented and run.config["augmentation"],
    }
    for name, recipe in recipes.items():
        if recipe:
            with atomic.replacing(run.folder / name) as temporary:
                temporary.write_text(recipe, encoding="utf-8")
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
            "augmentation": augmented,
            "packages": {name: version(name) for name in PACKAGES},
        },
    )
