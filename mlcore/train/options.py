"""Every option of a training, a row each: form, command line and checks come from it."""

from dataclasses import dataclass
from typing import Any

from mlcore.errors import ScanLabError
from mlcore.models import heads, registry
from mlcore.train.schedule import SCHEDULES


@dataclass(frozen=True)
class Option:
    """One option. A choice lists its values, a number its limits."""

    name: str
    """As in ``config.json``; with dashes on the command line."""
    title: str
    help: str
    default: str | int | float
    choices: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    """What a form calls the choices; as many as there are choices, or none."""
    low: float = 0
    high: float = 0
    advanced: bool = False
    """A beginner need not see it."""

    @property
    def kind(self) -> type:
        return type(self.default)

    def title_of(self, choice: str) -> str:
        return self.titles[self.choices.index(choice)] if self.titles else choice

    def check(self, value: Any) -> None:
        """Raise `ScanLabError` where ``value`` cannot be used."""
        if self.choices:
            fits = value in self.choices
            expected = f"one of {', '.join(self.choices)}"
        else:
            allowed = (int,) if self.kind is int else (int, float)
            numeric = isinstance(value, allowed) and not isinstance(value, bool)
            fits = numeric and self.low <= value <= self.high
            what = "a whole number" if self.kind is int else "a number"
            expected = f"{what} from {self.low:g} to {self.high:g}"
        if not fits:
            raise ScanLabError(f"{self.name} is {value!r}; expected {expected}")


OPTIONS: tuple[Option, ...] = (
    Option(
        "model",
        "Network",
        "Which of the networks to train; the Architectures page shows what each is made of.",
        "scan-net",
        choices=tuple(network.name for network in registry.NETWORKS),
        titles=tuple(network.title for network in registry.NETWORKS),
    ),
    Option(
        "epochs",
        "Epochs",
        "How often the network sees every training scan. In the study 5 were too few, 10 best.",
        10,
        low=1,
        high=10_000,
    ),
    Option(
        "batch",
        "Batch size",
        "Scans per step of learning: larger is quicker, smaller learns more per epoch.",
        32,
        low=1,
        high=65_536,
    ),
    Option(
        "optimizer",
        "Optimizer",
        "How weights follow the error. Adam adapts its steps and was better in the study; "
        "SGD takes plain steps.",
        "adam",
        choices=("adam", "sgd"),
        titles=("Adam", "SGD"),
    ),
    Option(
        "learning_rate",
        "Learning rate",
        "Size of one step of learning. Too small learns slowly, too large not at all; "
        "0.001 was the study's best.",
        1e-3,
        low=1e-9,
        high=10.0,
    ),
    Option(
        "schedule",
        "Learning rate over time",
        "Constant keeps it. Cosine lets it sink to nothing towards the end, so that the last "
        "epochs settle instead of jumping about.",
        "cosine",
        choices=tuple(SCHEDULES),
        titles=("Constant", "Cosine"),
        advanced=True,
    ),
    Option(
        "sharing",
        "Networks",
        " ".join(f"{choice.title}: {choice.help}" for choice in heads.SHARING),
        "shared",
        choices=tuple(choice.name for choice in heads.SHARING),
        titles=tuple(choice.title for choice in heads.SHARING),
        advanced=True,
    ),
    Option(
        "head",
        "Output layer",
        " ".join(f"{choice.title}: {choice.help}" for choice in heads.HEADS),
        "sigmoid",
        choices=tuple(choice.name for choice in heads.HEADS),
        titles=tuple(choice.title for choice in heads.HEADS),
        advanced=True,
    ),
    Option(
        "weights",
        "Weights at first",
        "Ready-made networks, such as DenseNet-121, can start from what they learnt on ImageNet, a "
        "million photographs, which takes fewer scans and epochs; the file is fetched once, and "
        "without a network the start is random. Other networks always start at random.",
        "imagenet",
        choices=("imagenet", "random"),
        titles=("ImageNet, where it can be had", "Random"),
        advanced=True,
    ),
    Option(
        "precision",
        "Number format",
        "How exactly the network calculates. Automatic takes the quick bfloat16 where the "
        "processor is made for it, and float32 elsewhere.",
        "auto",
        choices=("auto", "float32", "mixed_bfloat16"),
        titles=("Automatic", "float32", "mixed bfloat16"),
        advanced=True,
    ),
    Option(
        "seed",
        "Seed",
        "Start of all randomness: the same seed on the same machine gives the same run.",
        0,
        low=0,
        high=2**31 - 1,
        advanced=True,
    ),
)
