"""What a finished run leaves behind for those who predict. Worker only."""

import json
import warnings
from pathlib import Path

import keras
import numpy as np
import onnx

from mlcore import atomic
from mlcore.data.dataset import DataSet
from mlcore.inspect import groups
from mlcore.metrics import thresholds
from mlcore.models import build
from mlcore.runs.folder import Run
from mlcore.train.config import TrainConfig
from mlcore.train.fit import probabilities
from mlcore.train.parts import Part
from mlcore.train.step import answering


def save_model(
    run: Run, config: TrainConfig, data: DataSet, model: keras.Model, val: Part | None, epoch: int
) -> None:
    """Write ``model.keras``, ``predictions/`` and last ``model.json`` of the model after ``epoch``.

    Thresholds come from the validation part; without one they are .5.
    """
    run.onnx_file.unlink(missing_ok=True)
    served = build.with_probabilities(model)
    with atomic.replacing(run.model_file) as temporary:
        served.save(temporary)
    answer = answering(model)
    best = np.full(len(data.labels), thresholds.DEFAULT)
    run.predictions_file("val").parent.mkdir(exist_ok=True)
    if val is not None:
        probability = probabilities(answer, val)
        best = thresholds.best_f1(val.truth, probability)
        _save_predictions(run.predictions_file("val"), data, val, probability)
    rows = data.rows("test")
    if len(rows):
        test = Part(data.pixels, rows, data.targets[rows])
        _save_predictions(run.predictions_file("test"), data, test, probabilities(answer, test))
    atomic.write_json(
        run.folder / "model.json",
        {
            "version": 1,
            "epoch": epoch,
            "network": config.model,
            "dataset": data.name,
            "fingerprint": data.fingerprint,
            "labels": list(data.labels),
            "side": data.side,
            "channels": data.channels,
            "thresholds": dict(zip(data.labels, best.tolist(), strict=True)),
            "parameters": served.count_params(),
        },
    )


def save_onnx(run: Run, served: keras.Model) -> None:
    """Write ``model.onnx``; its metadata carries ``model.json`` so that the file stands alone."""
    served(np.zeros((1, *served.input_shape[1:]), np.uint8))
    with atomic.replacing(run.onnx_file) as temporary:
        with warnings.catch_warnings():
            # tf2onnx still probes a name that numpy has announced to change.
            warnings.simplefilter("ignore", FutureWarning)
            served.export(temporary, format="onnx", verbose=False)
        _add_metadata(temporary, run.model_card)


def _add_metadata(path: Path, card: dict) -> None:
    model = onnx.load(path)
    onnx.helper.set_model_props(model, {"scanlab": json.dumps(card)})
    onnx.save(model, path)


def _save_predictions(path: Path, data: DataSet, part: Part, probability: np.ndarray) -> None:
    table = data.table.iloc[part.rows]
    group = groups.by_name(table["patient"]) if "patient" in table else np.arange(len(table))
    ids = table["id"].to_numpy().astype(str)
    with atomic.replacing(path) as temporary:
        np.savez(temporary, id=ids, group=group, truth=part.truth, probability=probability)
