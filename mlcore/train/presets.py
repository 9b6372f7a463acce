"""Ready-made settings, a row each; what a row does not name is at its default."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from mlcore.errors import ScanLabError
from mlcore.train.options import DEFAULTS


@dataclass(frozen=True)
class Preset:
    name: str
    title: str
    help: str
    settings: Mapping[str, Any]

    @property
    def all_settings(self) -> dict[str, Any]:
        """A value for every option."""
        return DEFAULTS | dict(self.settings)


PRESETS = (
    Preset("defaults", "Defaults", "Every option at its default.", {}),
    Preset(
        "quick-look",
        "Quick look",
        "Whether there is anything to learn: the quickest convolutional network that works on "
        "32×32 scans, three epochs in large steps.",
        {"model": "cnn-2", "side": 32, "epochs": 3, "batch": 64, "learning_rate": 2e-3},
    ),
    Preset(
        "thorough",
        "ScanNet, thorough",
        "What ScanNet learnt most with on 3,834 photographs of eyes: Muon with a warm-up, "
        "averaged weights, rare labels weighted by the root of their odds, strong augmentation "
        "without mirroring, 24 epochs: ten minutes for those on two cores.",
        {
            "model": "scan-net",
            "optimizer": "muon",
            "weight_decay": 0.05,
            "learning_rate": 7e-3,
            "warm_up": 0.05,
            "ema_decay": 0.995,
            "batch": 64,
            "epochs": 24,
            "class_weights": "inverse",
            "weight_power": 0.5,
            "label_smoothing": 0.05,
            "augmentation": "strong",
        },
    ),
    Preset(
        "study",
        "The study's recipe",
        "What the study ended with: CNN-5, one network per label with two-unit softmax outputs "
        "and categorical cross-entropy, Adam at 0.001, 10 epochs, early stopping after 5. Its "
        "rate on a plateau could never sink, so here it is constant.",
        {
            "model": "cnn-5",
            "sharing": "separate",
            "head": "softmax",
            "loss": "categorical",
            "schedule": "constant",
            "epochs": 10,
            "patience": 5,
            "min_delta": 0.001,
            "monitor": "f1",
        },
    ),
)


def get(name: str) -> Preset:
    """The preset of that name; `ScanLabError` tells which names come close."""
    for preset in PRESETS:
        if preset.name == name:
            return preset
    names = [preset.name for preset in PRESETS]
    near = get_close_matches(name.lower(), names, n=1) or names
    raise ScanLabError(f"there is no preset {name!r}; did you mean {' or '.join(near)}?")
