"""The runs that may answer together: other weights, the same question."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from mlcore.errors import ScanLabError
from mlcore.evaluate import answers
from mlcore.evaluate.answers import Answers
from mlcore.predict import predictor
from mlcore.runs import state
from mlcore.runs.folder import Run

ENDED = ("finished", "stopped")
MOST_BYTES = 2_000_000_000
"""No ONNX file can be larger."""
SAME = {
    "dataset": "data set",
    "fingerprint": "version of the data set",
    "labels": "labels",
    "side": "size of scans",
    "channels": "number of channels",
}
"""What all members must have in common: key of ``model.json`` to its name."""


def checked(runs: Sequence[Run]) -> list[dict[str, Any]]:
    """What each model says of itself; `ScanLabError` where they cannot answer together."""
    if len(runs) < 2:
        raise ScanLabError(
            f"a committee needs at least two runs, got {len(runs)}; name the runs to combine"
        )
    names = [run.name for run in runs]
    if twice := [name for name in names if names.count(name) > 1]:
        raise ScanLabError(f"run {twice[0]} is named twice; each member of a committee counts once")
    for run in runs:
        now = state.state(run)
        if now not in ENDED:
            raise ScanLabError(f"run {run.name} is {now}; choose runs that have finished")
    cards = [predictor.servable_card(run) for run in runs]
    for run, card in zip(runs, cards, strict=True):
        for key, title in SAME.items():
            if card.get(key) != cards[0].get(key):
                raise ScanLabError(
                    f"runs {names[0]} and {run.name} differ in their {title} "
                    f"({cards[0].get(key)} and {card.get(key)}); choose runs on the same data"
                )
    if sum(run.onnx_file.stat().st_size for run in runs) > MOST_BYTES:
        raise ScanLabError(
            "the models of these runs have more than 2 GB in sum, which no ONNX file holds; "
            "choose fewer or smaller ones"
        )
    return cards


def answers_of(runs: Sequence[Run], split: str) -> list[Answers] | None:
    """What each kept of a part, of the same scans in the same order; None where no run has any."""
    kept = [run.predictions_file(split) for run in runs]
    if not any(path.exists() for path in kept):
        return None
    title = answers.TITLES[split]
    for run, path in zip(runs, kept, strict=True):
        if not path.exists():
            raise ScanLabError(
                f"run {run.name} kept no answers to the {title} part and others did; compute them "
                "again on the Evaluate page"
            )
    given = [answers.every(run, split) for run in runs]
    for run, each in zip(runs, given, strict=True):
        if not np.array_equal(each.ids, given[0].ids):
            raise ScanLabError(
                f"runs {runs[0].name} and {run.name} answered other {title} scans; choose runs "
                "that were trained with the same parts"
            )
    return given
