"""A run's answers in the form of a sample submission."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from mlcore.data.file_names import FileNames
from mlcore.errors import ScanLabError
from mlcore.evaluate import answers, background
from mlcore.evaluate.decisions import Decisions
from mlcore.inspect.wording import counted, listed
from mlcore.predict import data_set, models
from mlcore.predict.tta import Averaging
from mlcore.progress import Progress, silent
from mlcore.runs.folder import Run
from mlcore.submit import thresholds
from mlcore.submit.sample import Sample

DIGITS = 6
"""Of a probability in a file."""


@dataclass(frozen=True)
class Submission:
    sample: Sample
    probability: np.ndarray
    """``(n, labels)`` float32, rows and columns as in the sample."""
    thresholds: np.ndarray
    """``(labels,)``: from there on the answer is 1."""

    @property
    def decided(self) -> np.ndarray:
        """``(n, labels)`` int 0 or 1."""
        return (self.probability >= self.thresholds).astype(int)

    def frame(self, probabilities: bool = False) -> pd.DataFrame:
        """As it is written: ids and 0 or 1, or with ``probabilities`` these."""
        values = self.probability.round(DIGITS) if probabilities else self.decided
        made = pd.DataFrame(values, columns=list(self.sample.labels))
        columns = self.sample.table.columns
        made.insert(columns.index(self.sample.id_column), self.sample.id_column, self.sample.ids)
        return made

    def file(self, probabilities: bool = False) -> bytes:
        """The same as a file, written down as the sample is."""
        return self.sample.form.file(self.frame(probabilities).astype(str).to_numpy())


def make(
    run: Run,
    sample: Sample,
    averaging: Averaging | None = None,
    progress: Progress = silent,
    rule: str = thresholds.DEFAULT,
) -> Submission:
    """Answer the scans that the sample names, decided by a rule of `thresholds.RULES`.

    `ScanLabError` where a label or an id of the sample is none of the run's data.
    """
    columns = _columns(run, sample)
    chosen = thresholds.chosen(run, rule)
    given = None if averaging else _kept(run, sample, chosen)
    if given is None:
        given = _asked(run, sample, averaging, progress)
    return Submission(sample, given[:, columns], chosen.thresholds[columns])


def _columns(run: Run, sample: Sample) -> np.ndarray:
    """``(labels of the sample,)`` positions among the labels of the run."""
    own = list(run.model_card["labels"])
    strange = [name for name in sample.labels if name not in own]
    if strange:
        raise ScanLabError(
            f"{sample.table.file} has the column {listed(strange)}, which run {run.name} does not "
            f"answer; its labels are {listed(own)}"
        )
    return np.array([own.index(name) for name in sample.labels])


def _kept(run: Run, sample: Sample, chosen: Decisions) -> np.ndarray | None:
    """From what the run answered to its test part; None where that does not cover the sample."""
    if not run.predictions_file("test").exists():
        return None
    given = answers.every(run, "test")
    rows = matched(sample.ids, given.ids.astype(str).tolist())
    if (rows < 0).any():
        return None
    return chosen.calibrated(given.probability[rows])


def _asked(run: Run, sample: Sample, averaging: Averaging | None, progress: Progress) -> np.ndarray:
    data = background.data_of(run)
    rows = matched(sample.ids, data.table["id"].astype(str).tolist())
    strange = [scan for scan, row in zip(sample.ids, rows, strict=True) if row < 0]
    if strange:
        raise ScanLabError(
            f"{sample.table.file} names {counted(len(strange), 'scan')} that data set "
            f"{data.name!r} does not have: {listed(strange, 3)}; take the sample of these data"
        )
    predictor = models.load_waiting(run)
    return data_set.asked(predictor, data, rows, averaging, progress)


def matched(ids: tuple[str, ...], known: list[str]) -> np.ndarray:
    """``(ids,)`` int: which of ``known`` each id means, with or without its ending; -1 for none,
    and where it could be more than one."""
    exact = {name: row for row, name in enumerate(known)}
    names = FileNames("", known)
    found = [[name] if name in exact else names.find(name) for name in ids]
    return np.array([exact[each[0]] if len(each) == 1 else -1 for each in found], int)
