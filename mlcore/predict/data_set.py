"""Answers of a served model to one part of the data set it was trained on."""

import numpy as np

from mlcore.data.dataset import DataSet
from mlcore.errors import ScanLabError
from mlcore.evaluate import answers, background
from mlcore.evaluate.answers import Answers
from mlcore.inspect import groups
from mlcore.predict.predictor import Predictor
from mlcore.predict.tta import Averaging
from mlcore.progress import Progress, silent
from mlcore.runs.folder import Run
from mlcore.train.config import TrainConfig
from mlcore.train.parts import Part, scored_part

CHUNK = 64
"""Scans asked about at once; more are no quicker, and their activations fill the memory."""


def averaged(
    run: Run, predictor: Predictor, split: str, averaging: Averaging, progress: Progress = silent
) -> Answers:
    """The run's kept answers with probabilities averaged over variants.

    `ScanLabError` where the data set has changed since the training.
    """
    kept = answers.of(run, split)
    data = _data(run, "evaluate without --tta")
    # The same scans in the same order as the answers that were kept: those with a known label.
    part = scored_part(TrainConfig.from_json(run.config), data, split)
    probability = _asked(predictor.probabilities, part, averaging, progress)
    return Answers(kept.ids, kept.group, kept.truth, probability)


def again(run: Run, predictor: Predictor, split: str, progress: Progress = silent) -> Answers:
    """Ask the network about a part anew and keep what it says, where the file of its answers is
    missing or broken. As a training does: validation scans with a known label, all test scans."""
    data = _data(run, "train on it again")
    part = scored_part(TrainConfig.from_json(run.config), data, split)
    if split == "test" and len(rows := data.rows("test")):
        part = Part(data.pixels, rows, data.targets[rows])
    if part is None:
        raise ScanLabError(
            f"data set {data.name!r} has no {answers.TITLES[split]} part with a known label, so "
            "there is nothing to compute"
        )
    table = data.table.iloc[part.rows]
    found = Answers(
        table["id"].to_numpy().astype(str),
        groups.by_name(table["patient"]) if "patient" in table else np.arange(len(table)),
        part.truth,
        _asked(predictor.raw, part, None, progress),
    )
    answers.save(run, split, found)
    return found


def _data(run: Run, remedy: str) -> DataSet:
    try:
        return background.data_of(run)
    except ScanLabError as problem:
        raise ScanLabError(
            f"{problem}, so its scans cannot be asked about again; {remedy}"
        ) from problem


def _asked(ask, part: Part, averaging: Averaging | None, progress: Progress) -> np.ndarray:
    found = []
    for start in range(0, len(part), CHUNK):
        pixels = np.asarray(part.pixels(slice(start, start + CHUNK)))
        found.append(ask(pixels, averaging) if averaging else ask(pixels))
        progress("scans", start + len(pixels), len(part))
    return np.concatenate(found)
