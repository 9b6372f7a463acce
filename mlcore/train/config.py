"""What a training is asked to do: one frozen dataclass, checked on construction, kept as JSON."""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Self

from mlcore.errors import ScanLabError
from mlcore.models import registry
from mlcore.runs.folder import Run
from mlcore.train.options import OPTIONS
from mlcore.train.schedule import PLATEAU

VERSION = 1


@dataclass(frozen=True)
class Conflict:
    """Values that are allowed each for itself but not together."""

    holds: Callable[["TrainConfig"], bool]
    sentence: str
    """With the names of options in braces, for their values."""


CONFLICTS = (
    Conflict(
        lambda config: config.loss == "categorical" and config.head != "softmax",
        "loss is categorical but head is {head}; categorical cross-entropy needs two units per "
        "label, so choose head softmax or loss binary",
    ),
    Conflict(
        lambda config: config.schedule == PLATEAU and config.plateau_floor >= config.learning_rate,
        "plateau_floor is {plateau_floor:g} but learning_rate is {learning_rate:g}, so the rate "
        "could never be lowered; choose a floor below the learning rate",
    ),
    Conflict(
        lambda config: config.nesterov and config.optimizer == "sgd" and not config.momentum,
        "nesterov is on but momentum is 0; choose a momentum above 0, such as 0.9",
    ),
    Conflict(
        lambda config: config.watches and config.validation == "none",
        "validation is none but early stopping or the plateau schedule needs validation scans; "
        "choose validation own or split, or patience 0 and schedule cosine",
    ),
    Conflict(
        lambda config: config.seed + config.repeats > 2**31,
        "seed {seed} leaves no room for {repeats} repeats; choose a smaller seed",
    ),
)


@dataclass(frozen=True)
class TrainConfig:
    """One training. Raises `ScanLabError` where a value cannot work.

    Defaults, limits and help texts of the options are rows of `mlcore.train.options`.
    """

    dataset: str
    """Name of the data set in the store; its train part teaches, its val part only scores."""
    model: str = "scan-net"
    side: int = 0
    channels: int = 0
    sharing: str = "shared"
    head: str = "sigmoid"
    weights: str = "imagenet"
    dropout: float = 1.0
    precision: str = "auto"
    augmentation: str = "none"
    """A preset, a saved recipe, a recipe file or a recipe's text; the last is what a run keeps."""
    augmented_copies: int = 0
    """Fixed changed copies of each training scan; 0 changes the scans themselves, every epoch."""
    epochs: int = 10
    batch: int = 32
    optimizer: str = "adam"
    momentum: float = 0.9
    nesterov: bool = False
    weight_decay: float = 0.0
    clip_norm: float = 0.0
    ema_decay: float = 0.0
    learning_rate: float = 1e-3
    schedule: str = "cosine"
    warm_up: float = 0.0
    plateau_factor: float = 0.5
    plateau_patience: int = 3
    plateau_floor: float = 1e-6
    seed: int = 0
    loss: str = "binary"
    focal_gamma: float = 2.0
    gamma_present: float = 0.0
    gamma_absent: float = 4.0
    probability_shift: float = 0.05
    class_weights: str = "none"
    weight_power: float = 1.0
    effective_beta: float = 0.999
    label_smoothing: float = 0.0
    validation: str = "own"
    validation_share: float = 0.2
    patience: int = 0
    monitor: str = "average_precision"
    min_delta: float = 0.0
    restore_best: bool = True
    repeats: int = 1
    group: str = ""
    """Equal for the runs that repeat one another with other seeds; "" for a run on its own."""
    fingerprint: str = ""
    """Of the data set when the run was asked for: a run never goes on over changed data."""
    version: int = VERSION

    def __post_init__(self) -> None:
        registry.get(self.model)
        for option in OPTIONS:
            option.check(getattr(self, option.name))
        for conflict in CONFLICTS:
            if conflict.holds(self):
                raise ScanLabError(conflict.sentence.format(**vars(self)))

    @property
    def watches(self) -> bool:
        """Whether validation decides on the course of the training."""
        return self.patience > 0 or self.schedule == PLATEAU

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
