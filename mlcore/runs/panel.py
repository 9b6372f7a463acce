"""Twelve validation scans that are watched epoch by epoch: ``panel.jsonl``."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from mlcore.runs.folder import Run, read_lines

SIZE = 12
POSITIVE = 8
"""Places for scans with a label, label after label; the others go to scans without any."""


@dataclass(frozen=True)
class Panel:
    """The watched scans and what the network thought of them."""

    labels: list[str]
    ids: list[str]
    rows: list[int]
    """Positions in the data set."""
    truth: list[list[int | None]]
    """``(scans, labels)``: 1 present, 0 absent, None unknown."""
    epochs: list[int]
    probability: np.ndarray
    """``(epochs, scans, labels)``."""


def choose(truth: np.ndarray, lit: Callable[[int], bool], seed: int) -> list[int]:
    """Positions of at most twelve scans, the same for the same seed.

    ``truth``: ``(n, labels)``, NaN unknown. ``lit``: whether the scan at a position has anything to
    see. Each label in turn gives a scan that has it; then come scans without any label.
    """
    order = np.random.default_rng(seed).permutation(len(truth))
    with_label = [iter(order[truth[order, i] == 1]) for i in range(truth.shape[1])]
    chosen: dict[int, None] = {}

    def take(candidates: Sequence[int] | None) -> bool:
        for position in candidates or ():
            if int(position) not in chosen and lit(int(position)):
                chosen[int(position)] = None
                return True
        return False

    while len(chosen) < POSITIVE and with_label:
        with_label = [each for each in with_label if len(chosen) < POSITIVE and take(each)]
    rest = iter([*order[~(truth[order] == 1).any(axis=1)], *order])
    while len(chosen) < SIZE and take(rest):
        pass
    return list(chosen)


def begin(
    run: Run, labels: Sequence[str], ids: Sequence[str], rows: np.ndarray, truth: np.ndarray
) -> None:
    """Say which scans are watched, where the file does not say so yet."""
    if any(line["epoch"] == 0 for line in read_lines(run.panel_file)):
        return
    known = [[None if np.isnan(v) else int(v) for v in of_scan] for of_scan in truth]
    _append(
        run,
        epoch=0,
        labels=list(labels),
        ids=[str(name) for name in ids],
        rows=[int(row) for row in rows],
        truth=known,
    )


def add(run: Run, epoch: int, probability: np.ndarray) -> None:
    """Append the answers ``(scans, labels)`` after an epoch."""
    _append(run, epoch=epoch, probability=probability.astype(float).round(4).tolist())


def read(run: Run) -> Panel | None:
    """What is known so far; None where the run watches no scans."""
    lines = list(read_lines(run.panel_file))
    if not lines or "ids" not in lines[0]:
        return None
    head, answers = lines[0], lines[1:]
    return Panel(
        head["labels"],
        head["ids"],
        head["rows"],
        head["truth"],
        [line["epoch"] for line in answers],
        np.array([line["probability"] for line in answers]).reshape(
            len(answers), len(head["ids"]), len(head["labels"])
        ),
    )


def _append(run: Run, **line: object) -> None:
    with open(run.panel_file, "a", encoding="utf-8") as file:
        file.write(json.dumps(line, allow_nan=False) + "\n")
