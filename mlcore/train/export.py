"""What a finished run leaves behind for those who predict. Worker only."""

import json
import warnings
from pathlib import Path

import keras
import numpy as np
import onnx

from mlcore import atomic
from mlcore.data.dataset import DataSet
from mlcore.metrics import thresholds
from mlcore.models import build
from mlcore.runs.folder import Run
from mlcore.train import predictions
from mlcore.train.config import TrainConfig
from mlcore.train.fit import probabilities
from mlcore.train.step import answering_as_served


def save_model(
    run: Run, config: TrainConfig, data: DataSet, model: keras.Model, epoch: int
) -> None:
    """Write ``model.keras``, ``predictions/`` and last ``model.json`` of the model after ``epoch``.

    Thresholds come from the validation part; without one they are .5.
    """
    run.onnx_file.unlink(missing_ok=True)
    served = build.with_probabilities(model)
    with atomic.replacing(run.model_file) as temporary:
        served.save(temporary)
    # Not by the model that learnt, which may have done so in bfloat16: scores and thresholds are to
    # be those of the answers people will get.
    answer = answering_as_served(served)
    best = np.full(len(data.labels), thresholds.DEFAULT)
    for split in ("val", "test"):
        part = predictions.kept_part(config, data, split)
        if part is None:
            continue
        probability = probabilities(answer, part)
        predictions.save(run, split, data, part, probability)
        if split == "val":
            best = thresholds.best_f1(part.truth, probability)
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
