"""How often each label is present in each part, before and after cleaning."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from mlcore.data.dataset import SPLITS, DataSet
from mlcore.inspect import statistics

KEYS = ["split", "label"]


def balance(before: DataSet, after: DataSet) -> pd.DataFrame:
    """A row per split and label: ``present_before``, ``prevalence_before``, ``drift_before`` and
    the same ``_after``.

    Drift is how far the prevalence in the part is from that of all known labels, relative: -.2 is
    a fifth too few. NaN where nothing is known, or nothing is present at all.
    """
    both = pd.merge(
        _counts(before), _counts(after), "outer", KEYS, suffixes=("_before", "_after"), sort=False
    )
    return both.sort_values(KEYS, key=_in_order(after), ignore_index=True)


def _counts(data: DataSet) -> pd.DataFrame:
    counts = statistics.label_counts(data)
    whole = counts.groupby("label")[["present", "absent"]].sum()
    known = whole.sum(axis=1)
    overall = (whole["present"] / known.where(known > 0)).reindex(counts["label"]).to_numpy()
    with np.errstate(divide="ignore", invalid="ignore"):
        drift = np.where(overall > 0, counts["prevalence"] / overall - 1, np.nan)
    return counts.assign(drift=drift)[[*KEYS, "present", "prevalence", "drift"]]


def _in_order(data: DataSet) -> Callable[[pd.Series], pd.Series]:
    order = {name: i for i, name in enumerate((*SPLITS, *data.labels))}
    return lambda column: column.map(order)
