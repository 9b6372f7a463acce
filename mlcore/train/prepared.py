"""A network built and compiled before somebody presses start. Worker only.

Its run begins with the same numbers as one that builds it itself: all that changes in a step is a
variable, and is put back after the step that compiles.
"""

from dataclasses import dataclass, replace

import keras
import numpy as np

from mlcore.data.dataset import DataSet
from mlcore.errors import ScanLabError
from mlcore.models import registry
from mlcore.train import checks, compute, label_weights, parts, session, step
from mlcore.train.config import TrainConfig

LARGEST = 3_000_000
"""Weights: more would take too much time and memory for what may never be asked."""


@dataclass(frozen=True)
class Prepared:
    """What a run of ``config`` can begin with at once."""

    config: TrainConfig
    fingerprint: str
    """Of the data whose labels the loss was made for."""
    learner: step.Learner

    def fits(self, config: TrainConfig, data: DataSet) -> bool:
        """Whether a run with these settings would build the very same."""
        return self.fingerprint == data.fingerprint and self.config == _as_asked(config)


def prepare(config: TrainConfig) -> Prepared | None:
    """Build what ``config`` asks for and let it take a step; None where that is not worth it."""
    try:
        data = checks.check(config)
    except ScanLabError:
        return None
    network = registry.get(config.model)
    if network.pretrained and config.weights == "imagenet":
        return None
    keras.backend.clear_session()
    compute.prepare(config.precision, config.seed)
    model = session.network_of(config, data)
    if model.count_params() > LARGEST:
        return None
    truth = parts.teaching_part(config, data).truth
    learner = step.Learner.of(config, model, label_weights.weights(config, truth))
    _compile(learner, config.batch, len(data.labels))
    return Prepared(_as_asked(config), data.fingerprint, learner)


def _compile(learner: step.Learner, batch: int, labels: int) -> None:
    begun = [each.value.numpy().copy() for each in learner.variables]
    pixels = np.zeros((batch, *learner.model.input_shape[1:]), np.uint8)
    learner.learn(pixels, np.zeros((batch, labels), np.float32))
    for variable, value in zip(learner.variables, begun, strict=True):
        variable.assign(value)


def _as_asked(config: TrainConfig) -> TrainConfig:
    """Without what a run is given when it is queued, of which no network depends."""
    return replace(config, fingerprint="", augmentation="none", group="")
