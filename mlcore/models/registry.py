"""Every network ScanLab can train, a row each. A ninth network is one more row."""

from dataclasses import dataclass
from difflib import get_close_matches

from mlcore.errors import ScanLabError
from mlcore.models import seed_networks as seed
from mlcore.models.layers import Layer


@dataclass(frozen=True)
class Network:
    name: str
    """What the command line and ``config.json`` call it."""
    title: str
    family: str
    summary: str
    """One sentence for somebody who chooses."""
    layers: tuple[Layer, ...]
    """All but the output layer."""
    per_row: bool = False
    """It answers once per row of the image; the rows' answers are averaged into one."""
    note: str = ""
    """What a reader of the study should know."""
    listed: bool = True


ROWS_NOTE = (
    "As in the study this network answers for every row of the image separately; "
    "the rows' answers are averaged into the image's answer."
)

NETWORKS: tuple[Network, ...] = (
    Network(
        "cnn-1",
        "CNN-1",
        "CNN",
        "One wide convolution and one huge dense layer: 26 million parameters, learns by heart.",
        seed.CNN_1,
        note=(
            "The study put a sigmoid on each of its two output units; here the two units are "
            "compared by a softmax, which takes the same decision."
        ),
    ),
    Network(
        "cnn-2",
        "CNN-2",
        "CNN",
        "Three strided convolutions with batch normalisation: small, quick, a good first choice.",
        seed.CNN_2,
    ),
    Network(
        "cnn-3",
        "CNN-3",
        "CNN",
        "Three convolutions and a 16-million-parameter dense part: strong and slow.",
        seed.CNN_3,
        note=(
            "The study's table is cut off after the second pool; "
            "the rest follows from its parameter count."
        ),
    ),
    Network(
        "cnn-4",
        "CNN-4",
        "CNN",
        "Two convolutions with large pools: the quickest of the convolutional networks.",
        seed.CNN_4,
    ),
    Network(
        "cnn-5",
        "CNN-5",
        "CNN",
        "Eight convolutions, 9 million parameters: the study's winner, and the slowest.",
        seed.CNN_5,
    ),
    Network(
        "rnn-1",
        "RNN-1",
        "RNN",
        "Two LSTM layers that read the image row by row, from top to bottom.",
        seed.RNN_1,
    ),
    Network(
        "fcnn-1",
        "FCNN-1",
        "FCNN",
        "Three dense layers on every row of the image.",
        seed.FCNN_1,
        per_row=True,
        note=ROWS_NOTE,
    ),
    Network(
        "fcnn-2",
        "FCNN-2",
        "FCNN",
        "Three smaller dense layers on every row, with dropout and batch normalisation.",
        seed.FCNN_2,
        per_row=True,
        note=ROWS_NOTE,
    ),
    Network("tiny", "Tiny", "Test", "For tests of ScanLab itself only.", seed.TINY, listed=False),
)


def names() -> list[str]:
    """Names of the networks a person can choose."""
    return [network.name for network in NETWORKS if network.listed]


def get(name: str) -> Network:
    """The network of that name; `ScanLabError` tells which names come close."""
    for network in NETWORKS:
        if network.name == name:
            return network
    near = get_close_matches(name.lower(), names(), n=2) or names()
    raise ScanLabError(f"there is no network {name!r}; did you mean {' or '.join(near)}?")
