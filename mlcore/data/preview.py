"""What an import would make of a source, to be looked at, and corrected, before it is done."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from mlcore.data.archive import open_source
from mlcore.data.dataset import SPLITS
from mlcore.data.importing import plan_of
from mlcore.data.mapping import GUESS, Mapping
from mlcore.data.skipped import Skip

HEAD = 5


@dataclass(frozen=True)
class Preview:
    """Counted from names and tables alone; no picture has been opened."""

    form: str
    mapping: Mapping
    """Which column means what, guessed where it was not told."""
    columns: tuple[str, ...]
    """All columns of its table, to choose others from."""
    labels: tuple[str, ...]
    n: int
    splits: dict[str, int]
    """Scans of each part; empty where the parts will be made."""
    present: dict[str, int]
    """Scans that have each label."""
    head: pd.DataFrame
    """The first rows, as in `DataSet.table`."""
    skipped: list[Skip]


def describe(path: Path, mapping: Mapping = GUESS) -> Preview:
    """How the data at ``path`` would be read, given what ``mapping`` already decides.

    `ScanLabError` where it cannot; an `UnmappedError` carries the columns to choose from.
    """
    with open_source(path) as source:
        form, plan = plan_of(source, mapping)
    sizes = plan.table["split"].value_counts()
    return Preview(
        form=form.name,
        mapping=plan.mapping,
        columns=plan.columns,
        labels=plan.labels,
        n=len(plan.files),
        splits={split: int(sizes[split]) for split in SPLITS if split in sizes},
        present={label: int((plan.table[label] == 1).sum()) for label in plan.labels},
        head=plan.table.head(HEAD),
        skipped=plan.skipped,
    )
