"""What a training is asked to do: one frozen dataclass, checked on construction, kept as JSON."""

import dataclasses
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Self

from mlcore.errors import ScanLabError
from mlcore.models import registry
from mlcore.runs.folder import Run
from mlcore.train.options import OPTIONS

VERSION = 1


@dataclass(frozen=True)
class TrainConfig:
    """One training. Raises `ScanLabError` where a value cannot work.

    Defaults, limits and help texts of the options are rows of `mlcore.train.options`.
    """

    dataset: str
    """Name of the data set in the store; its train part teaches, its val part only scores."""
    model: str = "cnn-2"
    sharing: str = "shared"
    head: str = "sigmoid"
    optimizer: str = "adam"
    learning_rate: float = 1e-3
    schedule: str = "cosine"
    epochs: int = 10
    batch: int = 32
    precision: str = "auto"
    seed: int = 0
    augmentation: str = "none"
    """A preset, a saved recipe, a recipe file or a recipe's text; the last is what a run keeps."""
    augmented_copies: int = 0
    """Fixed changed copies of each training scan; 0 changes the scans themselves, every epoch."""
    fingerprint: str = ""
    """Of the data set when the run was asked for: a run never goes on over changed data."""
    version: int = VERSION

    def __post_init__(self) -> None:
        registry.get(self.model)
        for option in OPTIONS:
            option.check(getattr(self, option.name))

    def to_json(self) -> dict[str, Any]:
        return dataclasses.asdict(self)

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Self:
        """Read a configuration, from a run folder or written by hand."""
        known = [field.name for field in dataclasses.fields(cls)]
        for name in values:
            if name not in known:
                near = get_close_matches(name, known, n=1) or known
                raise ScanLabError(
                    f"there is no training option {name!r}; did you mean {near[0]!r}?"
                )
        if values.get("version", VERSION) != VERSION:
            raise ScanLabError(
                f"the configuration has version {values['version']}, this ScanLab reads {VERSION}; "
                "update ScanLab or set the options by hand"
            )
        if "dataset" not in values:
            raise ScanLabError("the configuration names no dataset; add one, such as 'demo'")
        return cls(**values)


def extended(run: Run) -> TrainConfig:
    """What a run was asked for, with the epochs that were added later."""
    config = TrainConfig.from_json(run.config)
    return dataclasses.replace(config, epochs=run.planned or config.epochs)
