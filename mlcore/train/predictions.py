"""The answers that a run keeps, so that scores need no network: of which scans, and their file."""

import numpy as np

from mlcore import atomic
from mlcore.data.dataset import DataSet
from mlcore.inspect import groups
from mlcore.runs.folder import Run
from mlcore.train.config import TrainConfig
from mlcore.train.parts import Part, held_out_part


def kept_part(config: TrainConfig, data: DataSet, split: str) -> Part | None:
    """Validation scans with a known label, all test scans; None where there are none."""
    if split == "val":
        return held_out_part(config, data)
    rows = data.rows(split)
    return Part(data.pixels, rows, data.targets[rows]) if len(rows) else None


def save(run: Run, split: str, data: DataSet, part: Part, probability: np.ndarray) -> None:
    """Write ``predictions/<split>.npz``: ``(n, labels)`` answers to the scans of ``part``."""
    table = data.table.iloc[part.rows]
    group = groups.by_name(table["patient"]) if "patient" in table else np.arange(len(table))
    write(run, split, table["id"].to_numpy().astype(str), group, part.truth, probability)


def write(
    run: Run,
    split: str,
    ids: np.ndarray,
    group: np.ndarray,
    truth: np.ndarray,
    probability: np.ndarray,
) -> None:
    """The same of scans that are known by their ids, ``(n,)`` text."""
    path = run.predictions_file(split)
    path.parent.mkdir(exist_ok=True)
    with atomic.replacing(path) as temporary:
        np.savez(temporary, id=ids, group=group, truth=truth, probability=probability)
