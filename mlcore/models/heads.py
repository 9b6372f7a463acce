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


def trunks(sharing: str, labels: int) -> list[int]:
    """How many labels each trunk answers for: ``[3]`` shared, ``[1, 1, 1]`` separate."""
    return [labels] if sharing == "shared" else [1] * labels
