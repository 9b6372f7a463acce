"""What people chose for a model after its training: thresholds and calibration.

Kept in ``decisions.json`` of the run, which pages and commands write and no worker does. It takes
the place of the thresholds in ``model.json``; without it, those hold. Everybody who answers with a
model reads them here.
"""

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from mlcore import atomic
from mlcore.errors import ScanLabError
from mlcore.evaluate import calibration
from mlcore.evaluate.calibration import Curve
from mlcore.runs.folder import Run

VERSION = 1


@dataclass(frozen=True)
class Decisions:
    labels: tuple[str, ...]
    thresholds: np.ndarray
    """``(labels,)``: present means a calibrated probability of at least this."""
    method: str = "none"
    """A name of `mlcore.evaluate.calibration.METHODS`."""
    curves: tuple[Curve | None, ...] = ()
    rule: dict[str, Any] = field(default_factory=dict)
    """How the thresholds were chosen, for people: ``criterion, parameters, shrink, n``."""

    def __post_init__(self) -> None:
        if len(self.thresholds) != len(self.labels) or not np.isfinite(self.thresholds).all():
            raise ScanLabError(
                f"{len(self.labels)} thresholds were expected, one per label and each a number; "
                f"got {self.thresholds.tolist()}"
            )

    def calibrated(self, probability: np.ndarray) -> np.ndarray:
        """``(n, labels)`` of the network to ``(n, labels)`` as they are shown and decided."""
        if self.method == "none":
            return probability
        return calibration.apply(self.method, list(self.curves), probability)

    @property
    def by_label(self) -> dict[str, float]:
        return dict(zip(self.labels, self.thresholds.tolist(), strict=True))

    @property
    def digest(self) -> str:
        """Another one for other decisions."""
        value = [self.by_label, self.method, self.curves]
        return hashlib.blake2b(json.dumps(value).encode(), digest_size=8).hexdigest()


def file(run: Run) -> Path:
    return run.folder / "decisions.json"


def of(run: Run) -> Decisions:
    """Those that hold for a run: chosen ones, else those its training left.

    What was chosen for an earlier model of the same run, before it was resumed, holds no longer.
    """
    card = run.model_card
    labels = tuple(card["labels"])
    kept = atomic.read_json(file(run))
    if not _fits(kept, card):
        return as_trained(run)
    chosen = kept["calibration"]
    return Decisions(
        labels,
        np.array([kept["thresholds"][label] for label in labels], np.float64),
        chosen["method"],
        tuple(chosen["curves"].get(label) for label in labels),
        kept["rule"],
    )


def as_trained(run: Run) -> Decisions:
    """Those the training chose: the best F1 on validation, nothing calibrated."""
    card = run.model_card
    labels = tuple(card["labels"])
    return Decisions(labels, np.array([card["thresholds"][label] for label in labels], float))


def save(run: Run, chosen: Decisions) -> None:
    """From now on everybody who answers with this model decides so."""
    named = dict(zip(chosen.labels, chosen.curves or (None,) * len(chosen.labels), strict=True))
    value = {
        "version": VERSION,
        "model": _model(run.model_card),
        "thresholds": chosen.by_label,
        "calibration": {"method": chosen.method, "curves": named},
        "rule": chosen.rule,
    }
    atomic.write_json(file(run), value)


def forget(run: Run) -> None:
    """Go back to what the training chose."""
    file(run).unlink(missing_ok=True)


def are_chosen(run: Run) -> bool:
    return _fits(atomic.read_json(file(run)), run.model_card)


def _fits(kept: Any, card: dict[str, Any]) -> bool:
    try:
        return (
            kept["version"] == VERSION
            and kept["model"] == _model(card)
            and kept["calibration"]["method"] in calibration.BY_NAME
            and all(isinstance(kept["thresholds"][label], float) for label in card["labels"])
            and isinstance(kept["calibration"]["curves"], dict)
            and isinstance(kept["rule"], dict)
        )
    except (TypeError, KeyError):
        return False


def _model(card: dict[str, Any]) -> str:
    """Tells the model of a run from an earlier one of it."""
    return hashlib.blake2b(json.dumps(card).encode(), digest_size=8).hexdigest()
