"""What happened in a run so far, as tables to draw and numbers to say."""

from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from mlcore.runs.folder import Run

BATCH_FACTS = ("loss", "learning_rate", "images_per_second", "cpu_percent", "megabytes")


@dataclass(frozen=True)
class History:
    """A reading of ``metrics.jsonl`` at one moment."""

    epochs: pd.DataFrame
    """A row an epoch: ``epoch, train_loss, val_loss, seconds …`` and, for each score,
    ``val_f1_macro`` and ``val_f1:<label>`` (and the same for train)."""
    batches: pd.DataFrame
    """A row a recorded batch: ``loss`` and ``at``, in epochs (1.5: half-way through the second),
    and where the worker told it ``learning_rate, images_per_second, cpu_percent, megabytes``."""
    planned: int
    trivial: dict[str, float | None] = field(default_factory=dict)
    """Score name to what the best answer without looking gets on validation, mean of labels."""
    trivial_of: dict[str, dict[str, float | None]] = field(default_factory=dict)
    """The same for each label: score name to label to value."""
    prevalence: dict[str, float | None] = field(default_factory=dict)
    """Label to the share of validation scans that have it."""
    present: dict[str, int] = field(default_factory=dict)
    """Label to the number of validation scans that have it."""

    @property
    def labels(self) -> list[str]:
        return [name.split(":", 1)[1] for name in self.epochs if name.startswith("train_f1:")]

    @property
    def done(self) -> float:
        """Finished epochs, with the finished part of the one at work."""
        last_batch = float(self.batches["at"].iloc[-1]) if len(self.batches) else 0.0
        return min(max(float(len(self.epochs)), last_batch), self.planned)

    @property
    def seconds_left(self) -> float | None:
        """From the pace of the last three epochs; None before there is one."""
        if not len(self.epochs):
            return None
        return float(self.epochs["seconds"].tail(3).mean()) * (self.planned - self.done)

    def speed(self, name: str) -> float | None:
        """``images_per_second``, ``learning_rate``, ``cpu_percent`` or ``megabytes`` of now."""
        for table in (self.batches, self.epochs):
            if name in table and table[name].notna().any():
                return float(table[name].dropna().iloc[-1])
        return None

    def of_labels(self, column: str) -> dict[str, float]:
        """``val_spread`` and the like after the last epoch, label by label; undefined left out."""
        last = {label: self.last(f"{column}:{label}") for label in self.labels}
        return {label: value for label, value in last.items() if value is not None}

    def by_epoch(self, column: str) -> dict[int, float]:
        """Number of an epoch to its value, where that is defined."""
        if column not in self.epochs:
            return {}
        table = self.epochs[["epoch", column]].dropna()
        return dict(zip(table["epoch"].astype(int), table[column].astype(float), strict=True))

    def best(self, column: str) -> float | None:
        return self._number(column, "max")

    def last(self, column: str) -> float | None:
        return self._number(column, "last")

    def _number(self, column: str, which: str) -> float | None:
        if column not in self.epochs:
            return None
        values = self.epochs[column].astype(float)
        value = values.max() if which == "max" else values.iloc[-1]
        return None if pd.isna(value) else float(value)


def read(run: Run) -> History:
    lines = run.history()
    batches = [
        {"at": line["epoch"] - 1 + line["step"] / line["steps"]}
        | {name: line.get(name) for name in BATCH_FACTS}
        for line in lines
        if line["kind"] == "batch"
    ]
    begun = next((line for line in lines if line["kind"] == "begin"), {})
    return History(
        epochs=pd.DataFrame([_flat(line) for line in lines if line["kind"] == "epoch"]),
        batches=pd.DataFrame(batches, columns=["at", *BATCH_FACTS], dtype=float),
        planned=run.planned,
        trivial=begun.get("trivial", {}),
        trivial_of=begun.get("trivial_of", {}),
        prevalence=begun.get("prevalence", {}),
        present=begun.get("present", {}),
    )


def _flat(line: dict[str, Any]) -> dict[str, Any]:
    row = {name: value for name, value in line.items() if not isinstance(value, dict)}
    for part in ("train", "val"):
        for name, value in line.get(part, {}).items():
            if isinstance(value, dict):
                row |= {f"{part}_{name}:{label}": each for label, each in value.items()}
            else:
                row[f"{part}_{name}"] = value
    return row
