"""Optimizers by name. Worker only."""

from collections.abc import Callable

import keras

from mlcore.train import adam, muon
from mlcore.train.config import TrainConfig

Optimizer = keras.optimizers.Optimizer
NOT_DECAYED = ("bias", "gamma", "beta")
"""Names of weights that set a level or a scale; pulling them to 0 helps against nothing."""

OPTIMIZERS: dict[str, Callable[[TrainConfig], Optimizer]] = {
    "adam": lambda config: adam.Adam(config.learning_rate),
    "adamw": lambda config: adam.AdamW(config.learning_rate),
    "muon": lambda config: muon.Muon(config.learning_rate),
    "sgd": lambda config: keras.optimizers.SGD(
        config.learning_rate, momentum=config.momentum, nesterov=config.nesterov
    ),
    "rmsprop": lambda config: keras.optimizers.RMSprop(config.learning_rate),
}


def optimizer_for(config: TrainConfig, model: keras.Model) -> Optimizer:
    """The optimizer of this training, built for the model's weights."""
    chosen = OPTIMIZERS[config.optimizer](config)
    chosen.weight_decay = config.weight_decay or None
    chosen.global_clipnorm = config.clip_norm or None
    chosen.exclude_from_weight_decay(var_names=list(NOT_DECAYED))
    chosen.build(model.trainable_variables)
    return chosen
