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
from mlcore.models import dropping, registry
from mlcore.runs import state
from mlcore.runs.folder import Run
from mlcore.train import augmentation, checks, label_weights, monitors, pacing, parts, timings
from mlcore.train.batches import Lessons
from mlcore.train.config import TrainConfig
from mlcore.train.parts import Part
from mlcore.train.recorder import Recorder, rewind

if TYPE_CHECKING:
    import keras

PACKAGES = ("tensorflow", "keras", "numpy", "solt", "scikit-learn", "onnxruntime")


def train(run: Run) -> None:
    """Train or go on training; ends in state finished or stopped, or raises."""
    config = TrainConfig.from_json(run.config)
    data = checks.check(config)
    state.write_status(run, "running", doing="starting TensorFlow")
    from mlcore.train import checkpoint, compute, export, fit, step

    precision = compute.prepare(config.precision, config.seed)
    teaching, held_out = parts.teaching_part(config, data), parts.held_out_part(config, data)
    _write_environment(run, data, precision, _facts(config, data, teaching, held_out))
    state.write_status(run, "running", doing="building the network")
    model = network_of(config, data)
    learner = step.Learner.of(config, model, label_weights.weights(config, teaching.truth))
    saved = run.folder / "checkpoint.npz"
    standing = checkpoint.load(saved, learner.variables)
    rewind(run.metrics_file, standing.epoch)

    lessons = Lessons(
        teaching, augmentation.recipe_of(config), config.augmented_copies, config.seed
    )
    course = fit.Course(
        config.epochs,
        config.batch,
        config.seed,
        config.learning_rate,
        pacing.schedule_of(config, standing.watched),
    )
    with Recorder(run, data.labels, lessons.truth, held_out and held_out.truth) as recorder:
        if not standing.epoch:
            recorder.begin()

        def on_epoch(epoch: fit.Epoch) -> None:
            recorder.epoch(epoch, float(learner.optimizer.learning_rate))
            standing.epoch = epoch.number
            if config.watches:
                value = monitors.get(config.monitor).value(held_out.truth, epoch.val_probability)
                standing.watched.append(value)
                if pacing.keeps_last(config, standing.watched):
                    standing.best = learner.answering_weights()
            checkpoint.save(saved, standing, learner.variables)

        state.write_status(run, "running", doing="training")
        complete = fit.fit(
            learner,
            lessons,
            held_out,
            course,
            standing.epoch,
            fit.Listeners(
                recorder.batch,
                on_epoch,
                lambda: state.stop_requested(run),
                lambda: pacing.is_over(config, standing.watched),
            ),
        )
    timings.keep_of(run, config, data)
    standing = checkpoint.load(saved, learner.variables)
    if standing.epoch:
        model.set_weights(standing.best or learner.answering_weights())
        answering = pacing.answering_epoch(config, standing.watched, standing.epoch)
        export.save_model(run, config, data, model, held_out, answering)
    state.write_status(run, "finished" if complete else "stopped")


def network_of(config: TrainConfig, data: DataSet) -> "keras.Model":
    """The untrained network that ``config`` asks for, for the scans of ``data``."""
    from mlcore.models import build

    return build.build(
        dropping.with_dropout(registry.get(config.model), config.dropout),
        data.side,
        data.channels,
        len(data.labels),
        config.sharing,
        config.head,
        (config.side or data.side, config.channels or data.channels),
    )


def serve(run: Run) -> None:
    """Write ``model.onnx`` from ``model.keras``; takes seconds to half a minute, by size."""
    import keras

    from mlcore.train import export

    export.save_onnx(run, keras.models.load_model(run.model_file))


def _facts(
    config: TrainConfig, data: DataSet, teaching: Part, held_out: Part | None
) -> dict[str, Any]:
    """What the options came to for the scans of this data set."""
    return {
        "scans": {"train": len(teaching), "val": 0 if held_out is None else len(held_out)},
        "augmentation": augmentation.facts(config, len(teaching)),
        "label_weights": label_weights.facts(config, teaching.truth, data.labels),
    }


def _write_environment(run: Run, data: DataSet, precision: str, facts: dict[str, Any]) -> None:
    """What the run depends on beyond its configuration, kept though the data set be deleted."""
    recipes = {
        "cleaning.yaml": data.recipe,
        "augmentation.yaml": facts["augmentation"] and run.config["augmentation"],
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
            **facts,
            "packages": {name: version(name) for name in PACKAGES},
        },
    )
