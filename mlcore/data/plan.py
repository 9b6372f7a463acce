"""What an importer found: a row per scan and the file its pixels are in, before any is decoded."""

from dataclasses import dataclass, field

import pandas as pd

from mlcore.data.skipped import Skip


@dataclass(frozen=True)
class Plan:
    """The table of the data set to be, row by row beside ``files``."""

    form: str
    """The form the data came in, for the record."""
    labels: tuple[str, ...]
    table: pd.DataFrame
    """Columns id, split, perhaps patient, and a float32 column per label, as in `DataSet.table`."""
    files: list[str]
    """Where in the source each row's picture is."""
    skipped: list[Skip] = field(default_factory=list)
    copies: dict[str, bytes] = field(default_factory=dict)
    """Small files to keep beside the data set, by name."""
