"""What a data set knows about the scans of a run's answers: rows, copies, and its inspection."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from mlcore.data import dataset
from mlcore.data.dataset import DataSet
from mlcore.errors import ScanLabError
from mlcore.evaluate.answers import Answers
from mlcore.inspect import groups, inspection
from mlcore.inspect.inspection import Inspection
from mlcore.metrics import bootstrap
from mlcore.progress import Progress, silent
from mlcore.runs.folder import Run


@dataclass(frozen=True)
class Background:
    """The data set a run learnt from, unchanged since."""

    data: DataSet
    found: Inspection

    def rows(self, given: Answers) -> np.ndarray:
        """``(n,)`` positions in the data set."""
        return rows(self.data, given.ids)

    @property
    def identical(self) -> np.ndarray:
        """``(all,)`` int: equal for scans with equal pixels, all black ones alike."""
        darkest, brightest = (self.found.arrays[f"quality.{k}"] for k in ("darkest", "brightest"))
        own = self.found.arrays["duplicates.copies"]
        return np.unique(np.where(darkest == brightest, -1 - brightest, own), return_inverse=True)[
            1
        ]

    def together(self, given: Answers) -> np.ndarray:
        """``(n,)`` int: equal for copies, near copies and scans of one patient."""
        return groups.joined(
            self.found.arrays["duplicates.lookalikes"][self.rows(given)], given.group
        )


def grouped(ground: Background | None, given: Answers) -> np.ndarray:
    """``(n,)`` int from 0: scans that are drawn together, as copies and those of one patient; the
    latter alone where nothing is known of copies."""
    return bootstrap.numbered(given.group if ground is None else ground.together(given))


def rows(data: DataSet, ids: np.ndarray) -> np.ndarray:
    """``(n,)`` positions in a data set of these ids; `ScanLabError` for a strange id."""
    found = pd.Index(data.table["id"].astype(str)).get_indexer(ids.astype(str))
    if (found < 0).any():
        raise ScanLabError(
            f"data set {data.name!r} has no scan {ids[found < 0][0]!r}, which the run answered; "
            "compute the answers again"
        )
    return found


def data_of(run: Run) -> DataSet:
    """The data set of a run; `ScanLabError` where it is gone or has changed."""
    data = dataset.load(run.config["dataset"])
    if data.fingerprint != run.model_card.get("fingerprint"):
        raise ScanLabError(
            f"data set {data.name!r} is no longer the one run {run.name} learnt from"
        )
    return data


def stored(run: Run) -> Background | None:
    """Like `of`, but None too where the data set has not been inspected yet."""
    try:
        data = data_of(run)
    except ScanLabError:
        return None
    found = inspection.load(data)
    return Background(data, found) if found else None


def of(run: Run, progress: Progress = silent) -> Background | None:
    """With an inspection, made now where there is none; None where the data set is gone or has
    changed: scores do without, but copies and the ceiling are unknown then."""
    try:
        data = data_of(run)
    except ScanLabError:
        return None
    return Background(data, inspection.of(data, progress))
