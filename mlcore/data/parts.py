"""Train, validation and test: what people call them, and making those that are missing.

Validation chooses thresholds and the best epoch, so its scores flatter; only a part that nothing
was chosen on gives an honest number. That is why data without any parts gets all three.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from mlcore.data.splits import stratified_parts

TITLES = {"train": "training", "val": "validation", "test": "test"}
"""What pages call a part."""
PARTS = {
    "train": "train",
    "training": "train",
    "val": "val",
    "valid": "val",
    "validation": "val",
    "dev": "val",
    "test": "test",
    "testing": "test",
    "holdout": "test",
}
"""What people call a part, in small letters, to what it is called here."""

UNDECIDED = ""
"""In the column ``split``, of every row: the data has no parts of its own."""

SHARES = {"train": 0.7, "val": 0.15, "test": 0.15}
"""Of data without any parts."""

VAL_FRACTION = 0.2
"""Of the training part, where only validation is missing."""


def sizes_in_words(sizes: Mapping[str, int]) -> str:
    """``training 4,000, validation 1,000`` for the scans of each part."""
    return ", ".join(f"{TITLES[part]} {count:,}" for part, count in sizes.items())


def part_of(text: str) -> str | None:
    return PARTS.get(text.strip().lower())


def complete(table: pd.DataFrame, labels: tuple[str, ...], seed: int) -> dict[str, Any]:
    """Write missing parts into ``table``; return how validation and test arose, as facts.

    Every label has its share in each part, and scans of one patient stay together.
    """
    if (table["split"] == UNDECIDED).all():
        drawn = _drawn(table, labels, list(SHARES.values()), seed)
        table["split"] = pd.Series(np.array(list(SHARES))[drawn], dtype="str")
        made = {"from": "all scans", "seed": seed}
        return {
            "validation": made | {"fraction": SHARES["val"]},
            "test": made | {"fraction": SHARES["test"]},
        }
    if (table["split"] == "val").any():
        return {"validation": {"from": "its own part"}}
    train = np.flatnonzero(table["split"] == "train")
    drawn = _drawn(table.iloc[train], labels, [1 - VAL_FRACTION, VAL_FRACTION], seed)
    table.loc[train[drawn == 1], "split"] = "val"
    return {"validation": {"from": "the training part", "fraction": VAL_FRACTION, "seed": seed}}


def _drawn(
    table: pd.DataFrame, labels: tuple[str, ...], shares: list[float], seed: int
) -> np.ndarray:
    """Which of the ``shares`` each scan belongs to, ``(n,)`` int."""
    groups = table["patient"].fillna(table["id"]).to_numpy() if "patient" in table else None
    return stratified_parts(table[list(labels)].to_numpy(), shares, seed, groups)
