"""Every option of a training, a row each: form, command line and checks come from it."""

from collections.abc import Mapping
from typing import Any

from mlcore.train import loss_options, network_options, optimisation_options, stopping_options
from mlcore.train.option import Option

OPTIONS: tuple[Option, ...] = (
    network_options.MODEL,
    optimisation_options.EPOCHS,
    optimisation_options.BATCH,
    optimisation_options.LEARNING_RATE,
    network_options.AUGMENTATION,
    *network_options.OPTIONS,
    *optimisation_options.OPTIONS,
    *loss_options.OPTIONS,
    *stopping_options.OPTIONS,
)
SECTIONS = tuple(dict.fromkeys(option.section for option in OPTIONS))
"""In the order of a form; the first, unnamed one holds what is used most."""
DEFAULTS: dict[str, Any] = {option.name: option.default for option in OPTIONS}


def get(name: str) -> Option:
    """The row of that name; `KeyError` where there is none."""
    return {option.name: option for option in OPTIONS}[name]


def differing(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Those options of ``settings`` that are not at their default; other keys are left out."""
    return {
        name: settings[name]
        for name, default in DEFAULTS.items()
        if name in settings and settings[name] != default
    }
