"""Keeping a cleaned data set: as a view in the store, and as a table to send to somebody."""

from pathlib import Path

import numpy as np
import pandas as pd

from mlcore import atomic
from mlcore.clean.cleaned import Cleaned
from mlcore.data import views
from mlcore.data.dataset import DataSet
from mlcore.errors import ScanLabError


def save(cleaned: Cleaned, name: str) -> DataSet:
    """Publish as a data set without pixels of its own; an older view of that name is replaced.

    `ScanLabError` where ``name`` cannot be used or no training scan is left.
    """
    if not (cleaned.table["split"] == "train").any():
        raise ScanLabError(
            f"the recipe leaves no training scan of {cleaned.data.name!r}; undo a decision that "
            "drops them"
        )
    return views.write(
        name,
        cleaned.data,
        cleaned.rows,
        cleaned.table,
        cleaned.made_by,
        cleaned.recipe.to_yaml(),
    )


def fates(cleaned: Cleaned) -> pd.DataFrame:
    """A row per scan of the data it was made of: id, split, labels, kept (1 or 0), reason.

    A dropped scan has the split and labels it had.
    """
    table = cleaned.data.table.copy()
    changed = ["split", *cleaned.data.labels]
    table.loc[cleaned.rows, changed] = cleaned.table[changed].to_numpy(object)
    table[list(cleaned.data.labels)] = table[list(cleaned.data.labels)].astype("Int8")
    kept = np.zeros(len(table), int)
    kept[cleaned.rows] = 1
    # Not by assignment: a label may be called so itself.
    fate = pd.DataFrame({"kept": kept, "reason": cleaned.reasons})
    return pd.concat([table, fate], axis=1)


def write_csv(cleaned: Cleaned, path: Path) -> None:
    """Write the `fates`; `ScanLabError` where the file cannot be written."""
    try:
        with atomic.replacing(path) as temporary:
            fates(cleaned).to_csv(temporary, index=False)
    except OSError as problem:
        raise ScanLabError(f"{path} cannot be written: {problem}") from problem
