"""Answers of a served model to one part of the data set it was trained on."""

import numpy as np

from mlcore.data import dataset
from mlcore.errors import ScanLabError
from mlcore.evaluate import evaluation
from mlcore.evaluate.evaluation import Answers
from mlcore.predict.predictor import Predictor
from mlcore.predict.tta import Averaging
from mlcore.progress import Progress, silent
from mlcore.runs.folder import Run
from mlcore.train.config import TrainConfig
from mlcore.train.parts import scored_part

CHUNK = 64
"""Scans asked about at once; more are no quicker, and their activations fill the memory."""


def averaged(
    run: Run, predictor: Predictor, split: str, averaging: Averaging, progress: Progress = silent
) -> Answers:
    """The run's kept answers with probabilities averaged over variants.

    `ScanLabError` where the data set has changed since the training.
    """
    kept = evaluation.answers(run, split)
    data = dataset.load(run.config["dataset"])
    if data.fingerprint != run.model_card["fingerprint"]:
        raise ScanLabError(
            f"data set {data.name!r} is no longer the one run {run.name} learnt from, so its scans "
            "cannot be asked about again; evaluate without --tta"
        )
    # The same scans in the same order as the answers that were kept: those with a known label.
    part = scored_part(TrainConfig.from_json(run.config), data, split)
    parts = []
    for start in range(0, len(part), CHUNK):
        pixels = np.asarray(part.pixels(slice(start, start + CHUNK)))
        parts.append(predictor.probabilities(pixels, averaging))
        progress("scans", start + len(pixels), len(part))
    return Answers(kept.ids, kept.group, kept.truth, np.concatenate(parts))
