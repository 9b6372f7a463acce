"""The findings of one inspection as one JSON value."""

import time
from typing import Any

from mlcore.data.dataset import DataSet
from mlcore.inspect import statistics


def inspect(data: DataSet) -> dict[str, Any]:
    """``n, splits, labels {split: {label: count}}, black {count, fraction}, seconds``."""
    started = time.perf_counter()
    counts = statistics.label_counts(data)
    black = statistics.black(data)
    labels = {
        split: dict(zip(rows["label"], rows["present"].tolist(), strict=True))
        for split, rows in counts.groupby("split", sort=False)
    }
    return {
        "n": len(data),
        "splits": data.split_sizes(),
        "labels": labels,
        "black": {"count": black.count, "fraction": round(black.fraction, 4)},
        "seconds": round(time.perf_counter() - started, 3),
    }
