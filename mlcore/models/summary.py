"""What a network is made of at a given size, known without building it."""

from dataclasses import dataclass

from mlcore.errors import ScanLabError
from mlcore.models import heads
from mlcore.models.layers import Layer, Shape, TooSmall
from mlcore.models.registry import Network

LARGEST_SIDE = 1024


@dataclass(frozen=True)
class Row:
    """One layer at one size."""

    text: str
    output: Shape | None
    """None from the first layer on that runs out of pixels."""
    parameters: int
    multiplications: int
    problem: str = ""


def layer_table(
    network: Network,
    side: int,
    channels: int = 1,
    labels: int = 3,
    head: str = "sigmoid",
) -> list[Row]:
    """One row a layer of one trunk, or a stage of a ready-made network.

    Rows after a layer that runs out of pixels are left empty.
    """
    output = heads.output(network.answer, labels, heads.UNITS[head])
    return _walk(network, (side, side, channels), output)


def parameters(
    network: Network,
    side: int = 64,
    channels: int = 1,
    labels: int = 3,
    sharing: str = "shared",
    head: str = "sigmoid",
) -> int:
    """All parameters of the saved model, trained or not."""
    units = heads.UNITS[head]
    return sum(
        _count(network, (side, side, channels), heads.output(network.answer, count, units))
        for count in heads.trunks(sharing, labels)
    )


def study_parameters(network: Network, features: int | None = None, channels: int = 1) -> int:
    """The count the study prints: one label, two output units, side 64.

    ``features`` instead of ``channels``: 64 steps of that many numbers, as the study draws its
    networks that read rows.
    """
    shape = (64, 64, channels) if features is None else (64, features, 1)
    return _count(network, shape, heads.output(network.answer, 1, heads.STUDY_UNITS))


def smallest_side(network: Network, channels: int = 1) -> int:
    """The smallest square image every layer of the network can work on, in pixels a side."""
    for side in range(1, LARGEST_SIDE + 1):
        if not any(row.problem for row in layer_table(network, side, channels)):
            return side
    raise ValueError(f"{network.name} works on no side up to {LARGEST_SIDE}")


def check_side(network: Network, side: int) -> None:
    """Raise `ScanLabError` where the network cannot be built at this side."""
    for number, row in enumerate(layer_table(network, side), start=1):
        if row.problem:
            raise ScanLabError(
                f"{network.title} cannot work on {side}×{side} scans: its layer {number} "
                f"({row.text}) {row.problem}; use a side of at least {smallest_side(network)}"
            )


def _count(network: Network, shape: Shape, output: Layer) -> int:
    return sum(row.parameters for row in _walk(network, shape, output))


def _walk(network: Network, shape: Shape, output: Layer) -> list[Row]:
    rows: list[Row] = []
    for position, layer in enumerate((*network.layers, output)):
        try:
            after = layer.output(shape)
        except TooSmall as problem:
            rows.append(Row(layer.text, None, 0, 0, str(problem)))
            rest = (*network.layers, output)[position + 1 :]
            return rows + [Row(later.text, None, 0, 0) for later in rest]
        rows += [Row(*part) for part in layer.parts(shape)]
        shape = after
    return rows
