"""Answers of a served model to one part of the data set it was trained on."""

import numpy as np

from mlcore.data.dataset import DataSet
from mlcore.errors import ScanLabError
from mlcore.evaluate import answers, background
from mlcore.evaluate.answers import Answers
from mlcore.predict.predictor import Predictor
from mlcore.predict.tta import Averaging
from mlcore.progress import Progress, silent
from mlcore.runs.folder import Run
from mlcore.train import predictions
from mlcore.train.config import TrainConfig
from mlcore.train.parts import Part
from mlcore.train.predictions import kept_part

CHUNK = 64
"""Scans asked about at once; more are no quicker, and their activations fill the memory."""


def averaged(
    run: Run, predictor: Predictor, split: str, averaging: Averaging, progress: Progress = silent
) -> Answers:
    """The run's kept answers with probabilities averaged over variants.

    `ScanLabError` where the data set has changed since the training.
    """
    _check_strange(run, split)
    kept = answers.of(run, split)
    data = _data(run, "evaluate without --tta")
    # The same scans in the same order as `answers.of` gives: those with a known label.
    part = kept_part(TrainConfig.from_json(run.config), data, split).labelled()
    probability = _asked(predictor.probabilities, part, averaging, progress)
    return Answers(kept.ids, kept.group, kept.truth, probability)


def again(run: Run, predictor: Predictor, split: str, progress: Progress = silent) -> Answers:
    """Ask the network about a part anew and keep what it says, where the file of its answers is
    missing or broken."""
    _check_strange(run, split)
    data = _data(run, "train on it again")
    part = kept_part(TrainConfig.from_json(run.config), data, split)
    if part is None:
        raise ScanLabError(
            f"data set {data.name!r} has no {answers.TITLES[split]} part with a known label, so "
            "there is nothing to compute"
        )
    predictions.save(run, split, data, part, _asked(predictor.raw, part, None, progress))
    return answers.of(run, split)


def _check_strange(run: Run, split: str) -> None:
    """A committee's answers to scans that its weights were fitted on would flatter it."""
    if split == "val" and run.committee.get("fitted"):
        raise ScanLabError(
            f"the weights of committee {run.name} were fitted on the validation scans, so "
            "asking it about them would flatter it; use the test part or make the committee again"
        )


def asked(
    predictor: Predictor,
    data: DataSet,
    rows: np.ndarray,
    averaging: Averaging | None = None,
    progress: Progress = silent,
) -> np.ndarray:
    """``(n, labels)`` calibrated answers to the scans at ``rows``, whatever part they are in."""
    part = Part(data.pixels, rows, data.targets[rows])
    return _asked(predictor.probabilities, part, averaging, progress)


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
