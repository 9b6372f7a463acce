"""The parts of a data set that a training reads: scans with their labels."""

from dataclasses import dataclass

import numpy as np

from mlcore.data.dataset import DataSet
from mlcore.data.splits import stratified_split
from mlcore.errors import ScanLabError
from mlcore.inspect import groups
from mlcore.train.config import TrainConfig


@dataclass(frozen=True)
class Part:
    """Some scans of a data set: training or validation."""

    store: np.ndarray
    """``(all, side, side, c)`` uint8; stays on disk, only batches of it are read."""
    rows: np.ndarray
    """``(n,)`` positions of this part's scans in the store."""
    truth: np.ndarray
    """``(n, labels)`` float32, NaN unknown."""

    def __len__(self) -> int:
        return len(self.rows)

    def pixels(self, positions: np.ndarray | slice) -> np.ndarray:
        return self.store[self.rows[positions]]

    def labelled(self) -> "Part":
        """Those of its scans with at least one known label."""
        known = ~np.isnan(self.truth).all(axis=1)
        return Part(self.store, self.rows[known], self.truth[known])


def part_of(data: DataSet, split: str) -> Part | None:
    """The scans of one split with at least one known label; None where there is none."""
    rows = _known(data, split)
    return _part(data, rows) if len(rows) else None


def teaching_part(config: TrainConfig, data: DataSet) -> Part:
    """The scans to learn from."""
    return _part(data, teaching_rows(config, data))


def held_out_part(config: TrainConfig, data: DataSet) -> Part | None:
    """The scans that only score; None where there are none."""
    if config.validation == "none":
        return None
    if config.validation == "own":
        return part_of(data, "val")
    train = _known(data, "train")
    rows = train[_set_aside(config, data, train)]
    return _part(data, rows) if len(rows) else None


def teaching_rows(config: TrainConfig, data: DataSet) -> np.ndarray:
    """``(n,)`` positions of the training scans with a known label that are not set aside."""
    train = _known(data, "train")
    return train[~_set_aside(config, data, train)] if config.validation == "split" else train


def sizes(config: TrainConfig, data: DataSet) -> tuple[int, int]:
    """About how many scans teach and how many only score, without drawing which."""
    train = len(_known(data, "train"))
    if config.validation == "split":
        scored = round(config.validation_share * train)
        return train - scored, scored
    return train, len(_known(data, "val")) if config.validation == "own" else 0


def check_validation(config: TrainConfig, data: DataSet) -> None:
    """Raise `ScanLabError` where the course of the training would wait for a score in vain."""
    if not config.watches:
        return
    held_out = held_out_part(config, data)
    if held_out is None:
        raise ScanLabError(
            f"data set {data.name!r} has no validation scans, which early stopping and the plateau "
            "schedule need; choose validation split, or patience 0 and schedule cosine"
        )
    if not (held_out.truth == 1).any():
        raise ScanLabError(
            f"no label is present in the {len(held_out)} validation scans, so no epoch could be "
            "better than another; choose validation split with a larger share, or patience 0"
        )


def _set_aside(config: TrainConfig, data: DataSet, train: np.ndarray) -> np.ndarray:
    """``(k,)`` bool: which of the positions ``train`` become validation; equal for equal seeds."""
    patients = data.table["patient"].iloc[train] if "patient" in data.table else None
    group = None if patients is None else groups.by_name(patients)
    return stratified_split(data.targets[train], config.validation_share, config.seed, group)


def _known(data: DataSet, split: str) -> np.ndarray:
    rows = data.rows(split)
    return rows[data.labelled()[rows]]


def _part(data: DataSet, rows: np.ndarray) -> Part:
    return Part(data.pixels, rows, data.targets[rows])
