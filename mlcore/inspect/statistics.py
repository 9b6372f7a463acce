"""Plain counts of a data set: labels, and labels together."""

import numpy as np
import pandas as pd

from mlcore.data.dataset import DataSet
from mlcore.inspect.prevalence import wilson

COUNTS = ("split", "label", "present", "absent", "unknown", "prevalence")


def label_counts(data: DataSet) -> pd.DataFrame:
    """A row per split and label: ``split, label, present, absent, unknown, prevalence, low, high``.

    Prevalence is present / known, with its 95 % interval from low to high.
    """
    rows = []
    for split in data.split_sizes():
        truth = data.targets[data.rows(split)]
        for i, label in enumerate(data.labels):
            present, absent = int((truth[:, i] == 1).sum()), int((truth[:, i] == 0).sum())
            known = present + absent
            rows.append(
                {
                    "split": split,
                    "label": label,
                    "present": present,
                    "absent": absent,
                    "unknown": len(truth) - known,
                    "prevalence": present / known if known else np.nan,
                }
            )
    counts = pd.DataFrame(rows, columns=COUNTS)
    low, high = wilson(counts["present"], counts["present"] + counts["absent"])
    return counts.assign(low=low, high=high)


def co_occurrence(data: DataSet) -> pd.DataFrame:
    """``(labels, labels)``: scans in which both labels are present; the diagonal counts each."""
    present = (data.targets == 1).astype(np.float32)
    together = (present.T @ present).astype(int)
    return pd.DataFrame(together, index=data.labels, columns=data.labels)


def conditional(together: pd.DataFrame) -> pd.DataFrame:
    """Share of scans with the row's label that also have the column's; NaN for a label never
    present."""
    own = np.diag(together.to_numpy()).astype(float)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(own[:, None] > 0, together.to_numpy() / own[:, None], np.nan)
    return pd.DataFrame(share, index=together.index, columns=together.columns)
