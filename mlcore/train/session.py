"""One run from its folder to its model: data set, network, `fit`, and what is written.

Worker only; the TensorFlow files are imported when a run begins, not before.
"""

from typing import TYPE_CHECKING

from mlcore.data.dataset import DataSet
from mlcore.models import dropping, registry
from mlcore.runs import panel, state
from mlcore.runs.folder import Run
from mlcore.train import (
    augmentation,
    checks,
    environment,
    label_weights,
    monitors,
    pacing,
    parts,
    snapshots,
    starting,
    timings,
    waiting,
)
from mlcore.train.batches import Lessons
from mlcore.train.config import TrainConfig, extended
from mlcore.train.parts import Part
from mlcore.train.recorder import Recorder, rewind

if TYPE_CHECKING:
    import keras

    from mlcore.train.prepared import Prepared


def train(run: Run, prepared: "Prepared | None" = None) -> None:
    """Train or go on training; ends in state finished or stopped, or raises.

    What was prepared is taken where it is what the run asks for.
    """
    config = extended(run)
    data = checks.check(config)
    state.write_status(run, "running", doing="starting TensorFlow")
    starting.import_tensorflow()
    from mlcore.train import checkpoint, compute, export, fit, step

    precision = compute.prepare(config.precision, config.seed)
    teaching, held_out = parts.teaching_part(config, data), parts.held_out_part(config, data)
    environment.write(run, config, data, precision, teaching, held_out)
    state.write_status(run, "running", doing="building the network")
    saved = run.folder / "checkpoint.npz"
    if prepared and prepared.fits(config, data):
        learner, model = prepared.learner, prepared.learner.model
    else:
        model = network_of(config, data)
        if not saved.exists():
            _start_from_elsewhere(run, config, model)
        learner = step.Learner.of(config, model, label_weights.weights(config, teaching.truth))
    standing = checkpoint.load(saved, learner.variables)
    for file in (run.metrics_file, run.panel_file):
        rewind(file, standing.epoch)
    kept = snapshots.Snapshots(run, standing.epoch)
    watched = _watched(run, data, held_out, config.seed)

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
    with Recorder(
        run,
        data.labels,
        lessons.truth,
        held_out and held_out.truth,
        lambda: float(learner.optimizer.learning_rate),
    ) as recorder:
        if not standing.epoch:
            recorder.begin()

        def on_epoch(epoch: fit.Epoch) -> None:
            told = recorder.epoch(epoch)
            if watched:
                panel.add(run, epoch.number, epoch.val_probability[watched])
            weights = learner.answering_weights()
            kept.keep(epoch.number, told.get("average_precision_macro"), weights)
            standing.epoch = epoch.number
            if config.watches:
                standing.watched.append(monitors.watched(config.monitor, told))
                if pacing.keeps_last(config, standing.watched):
                    standing.best = weights
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
                lambda: waiting.while_paused(run),
            ),
        )
    timings.keep_of(run, config, data)
    standing = checkpoint.load(saved, learner.variables)
    if standing.epoch:
        model.set_weights(standing.best or learner.answering_weights())
        answering = pacing.answering_epoch(config, standing.watched, standing.epoch)
        export.save_model(run, config, data, model, answering)
    note = pacing.note(config, standing.watched, standing.epoch) if complete else ""
    state.write_status(run, "finished" if complete else "stopped", note=note)


def pick(run: Run, epoch: int) -> None:
    """Make the weights after ``epoch`` the model of an ended run; ``model.onnx`` is gone then."""
    config = extended(run)
    data = checks.check(config)
    weights = snapshots.load(run, epoch)
    starting.import_tensorflow()
    from mlcore.train import compute, export

    compute.prepare(config.precision, config.seed)
    model = network_of(config, data)
    model.set_weights(weights)
    export.save_model(run, config, data, model, epoch)


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
    starting.import_tensorflow()
    import keras

    from mlcore.train import export

    export.save_onnx(run, keras.models.load_model(run.model_file))


def _start_from_elsewhere(run: Run, config: TrainConfig, model: "keras.Model") -> None:
    """Give a ready-made network the weights it learnt elsewhere, where they can be had."""
    from mlcore.models import pretrained

    network = registry.get(config.model)
    if network.pretrained and config.weights == "imagenet":
        state.write_status(run, "running", doing="fetching the ImageNet weights")
        print(pretrained.start_from_imagenet(model, network), flush=True)


def _watched(run: Run, data: DataSet, val: Part | None, seed: int) -> list[int]:
    """Positions in the validation part of the scans to watch; none where there is no such part."""
    if val is None:
        return []
    watched = panel.choose(val.truth, lambda position: bool(val.pixels(position).any()), seed)
    rows = val.rows[watched]
    panel.begin(run, data.labels, data.table["id"].iloc[rows], rows, val.truth[watched])
    return watched
