"""The ways a network can answer: how many trunks it has, and what its last layer looks like."""

from dataclasses import dataclass
from math import prod

from mlcore.models.layers import Layer, Shape


@dataclass(frozen=True)
class Choice:
    name: str
    title: str
    help: str


SHARING = (
    Choice(
        "shared",
        "One network for all labels",
        "The labels share every layer but the last: quick, and related labels help each other.",
    ),
    Choice(
        "separate",
        "One network per label",
        "Each label has a whole network of its own, as in the study; all of them are kept in one "
        "saved model. Takes as many times longer as there are labels.",
    ),
)

HEADS = (
    Choice(
        "sigmoid",
        "One unit per label (sigmoid)",
        "One number per label, squeezed to 0..1: the usual choice for yes/no labels.",
    ),
    Choice(
        "softmax",
        "Two units per label (softmax)",
        "Two numbers per label, one for no and one for yes, that share 1 between them: "
        "as in the study.",
    ),
)

UNITS = {"sigmoid": 1, "softmax": 2}
STUDY_UNITS = 2


@dataclass(frozen=True)
class Output(Layer):
    """The last layer of one trunk: a dense layer with ``units`` for each of ``labels``."""

    labels: int
    units: int

    def output(self, shape: Shape) -> Shape:
        return (*shape[:-1], self.labels * self.units)

    def parameters(self, shape: Shape) -> int:
        return (shape[-1] + 1) * self.labels * self.units

    def multiplications(self, shape: Shape) -> int:
        return prod(shape) * self.labels * self.units

    @property
    def text(self) -> str:
        kind = "sigmoid" if self.units == 1 else "softmax per label"
        return f"Dense {self.labels * self.units}, {kind}"


@dataclass(frozen=True)
class Agreement(Layer):
    """``units`` capsules for each of ``labels``, and one more for what shows none of them.

    The capsules below vote, round by round more for those whom most others vote for too. After
    Sabour, Frosst & Hinton 2017, "Dynamic routing between capsules", arXiv 1710.09829. The
    length of a capsule's vector is its probability.
    """

    labels: int
    units: int
    size: int = 16
    """Numbers of a capsule."""
    rounds: int = 3

    def output(self, shape: Shape) -> Shape:
        return (*shape[:-2], self.labels * self.units)

    def parameters(self, shape: Shape) -> int:
        return prod(shape) * self.capsules * self.size

    def multiplications(self, shape: Shape) -> int:
        each = shape[1] + 2 * self.rounds - 1
        return shape[0] * each * self.capsules * self.size

    @property
    def capsules(self) -> int:
        return self.labels * self.units + 1

    @property
    def text(self) -> str:
        return f"Capsules {self.capsules} of {self.size} numbers, {self.rounds} rounds"


def output(answer: str, labels: int, units: int) -> Output | Agreement:
    """The last layer of a trunk of a network that answers that way."""
    return {"dense": Output, "capsules": Agreement}[answer](labels, units)


def trunks(sharing: str, labels: int) -> list[int]:
    """How many labels each trunk answers for: ``[3]`` shared, ``[1, 1, 1]`` separate."""
    return [labels] if sharing == "shared" else [1] * labels
