"""What a run answered to one part of its data set, read from its folder."""

import zipfile
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from mlcore.data import dataset, parts
from mlcore.errors import ScanLabError
from mlcore.evaluate import decisions
from mlcore.runs import state
from mlcore.runs.folder import Run

SPLITS = ("val", "test")
TITLES = {part: parts.TITLES[part] for part in SPLITS}


class Unreadable(ScanLabError):  # noqa: N818 (a state of a file, which can be made again)
    """A finished run misses its answers to a part, or they cannot be read."""


@dataclass(frozen=True)
class Answers:
    """What a run answered to the scans of one part."""

    ids: np.ndarray
    """``(n,)`` text."""
    group: np.ndarray
    """``(n,)`` int: equal for scans that belong together, such as those of one patient."""
    truth: np.ndarray
    """``(n, labels)`` float32, NaN unknown."""
    probability: np.ndarray
    """``(n, labels)`` float32."""

    def __len__(self) -> int:
        return len(self.ids)

    def at(self, rows: np.ndarray) -> "Answers":
        return Answers(*(part[rows] for part in vars(self).values()))


def of(run: Run, split: str) -> Answers:
    """Scans with a known label, probabilities calibrated as `decisions` says."""
    given = as_kept(run, split)
    return replace(given, probability=decisions.of(run).calibrated(given.probability))


def as_kept(run: Run, split: str) -> Answers:
    """The same with the probabilities of the network itself.

    `ScanLabError` where there is nothing to score; `Unreadable` where a file is missing or broken.
    """
    given = every(run, split)
    known = ~np.isnan(given.truth).all(axis=1)
    if not known.any():
        raise ScanLabError(
            f"no scan of the {split} part has a known label, so nothing can be scored"
        )
    return given.at(known)


def every(run: Run, split: str) -> Answers:
    """The same with the scans that have no known label, such as those of a competition."""
    if split not in SPLITS:
        raise ScanLabError(
            f"split is {split!r}; expected val or test (training scans flatter a model)"
        )
    if not run.model_card:
        raise ScanLabError(
            f"run {run.name} kept no answers for the {split} part: the run is {state.state(run)}"
        )
    path = run.predictions_file(split)
    if not path.exists():
        if _without_part(run, split):
            raise ScanLabError(
                f"run {run.name} kept no answers for the {split} part: its data set has no "
                f"{TITLES[split]} part"
            )
        raise Unreadable(
            f"run {run.name} kept no answers for the {split} part: {named(path)} is missing; "
            "compute it again"
        )
    return _read(path, len(run.model_card["labels"]))


def named(path: Path) -> str:
    """A predictions file as people find it in the run folder."""
    return f"predictions/{path.name}"


def _without_part(run: Run, split: str) -> bool:
    name = run.config["dataset"]
    return dataset.exists(name) and split not in dataset.load(name).split_sizes()


def _read(path: Path, labels: int) -> Answers:
    try:
        with open(path, "rb") as file, np.load(file, allow_pickle=False) as kept:
            given = Answers(*(kept[name] for name in ("id", "group", "truth", "probability")))
    except (OSError, EOFError, KeyError, ValueError, zipfile.BadZipFile) as problem:
        raise Unreadable(
            f"{named(path)} of run {path.parents[1].name} cannot be read, as it is damaged or "
            "holds no answers; compute it again"
        ) from problem
    n = len(given.ids)
    shapes = (given.group.shape, given.truth.shape, given.probability.shape)
    if shapes != ((n,), (n, labels), (n, labels)):
        raise Unreadable(
            f"{named(path)} of run {path.parents[1].name} holds answers of shape "
            f"{given.probability.shape}, but {n} scans and {labels} labels were expected; "
            "compute it again"
        )
    if not np.isfinite(given.probability).all():
        raise Unreadable(
            f"{named(path)} of run {path.parents[1].name} holds probabilities that are no "
            "numbers; compute it again"
        )
    return given
