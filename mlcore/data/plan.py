"""What an importer found: a row per scan and the file its pixels are in, before any is decoded."""

from dataclasses import dataclass, field

import pandas as pd

from mlcore.data.archive import Source
from mlcore.data.mapping import GUESS, Mapping
from mlcore.data.skipped import Skip


@dataclass(frozen=True)
class Plan:
    """The table of the data set to be, row by row beside ``files``."""

    labels: tuple[str, ...]
    table: pd.DataFrame
    """As `DataSet.table`, but split is `parts.UNDECIDED` in every row of data without parts."""
    files: list[str]
    """Where in the source, or in ``pictures``, each row's picture is."""
    skipped: list[Skip] = field(default_factory=list)
    copies: dict[str, bytes] = field(default_factory=dict)
    """Small files to keep beside the data set, by name."""
    mapping: Mapping = GUESS
    """How the source was understood."""
    columns: tuple[str, ...] = ()
    """All columns of the source's table, for another choice."""
    pictures: Source | None = None
    """Where the files are, if not in the source itself."""
