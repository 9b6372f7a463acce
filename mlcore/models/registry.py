"""Every network ScanLab can train, a row each. One more network is one more row."""

from dataclasses import dataclass
from difflib import get_close_matches

from mlcore.errors import ScanLabError
from mlcore.models import backbones, families
from mlcore.models import seed_networks as seed
from mlcore.models.backbones import Backbone
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
    answer: str = "dense"
    """Its last layer: "dense", or "capsules", one for each label."""
    per_row: bool = False
    """It answers once per row of the image; the rows' answers are averaged into one."""
    note: str = ""
    """What a reader of the study should know."""
    listed: bool = True

    @property
    def normalised(self) -> bool:
        """Whether any of its layers normalises."""
        return any(row.normalises for row in self.layers)

    @property
    def pretrained(self) -> Backbone | None:
        """The part of it for which there are ImageNet weights; None where it starts at random."""
        return next((row for row in self.layers if isinstance(row, Backbone)), None)


ROWS_NOTE = (
    "As in the study this network answers for every row of the image separately; "
    "the rows' answers are averaged into the image's answer."
)

READY_MADE = (
    "Ready-made in Keras. It starts from weights learnt on ImageNet, a million photographs, where "
    "they can be fetched, and at random elsewhere; the log says which. Scans are enlarged to the "
    "next multiple of 32 pixels, grey ones read as colour."
)

NETWORKS: tuple[Network, ...] = (
    Network(
        "scan-net",
        "ScanNet",
        "ResNet",
        "ScanLab's own, for small scans and few of them: residual blocks with batch "
        "normalisation on evened-out grey values, pooled over all places. Start here.",
        families.SCAN_NET,
    ),
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
        "Three strided convolutions with batch normalisation: small and quick.",
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
    Network(
        "alexnet",
        "AlexNet",
        "AlexNet",
        "Five convolutions and a wide dense part: the network that began deep learning in 2012.",
        families.ALEXNET,
    ),
    Network(
        "vgg-11",
        "VGG-11",
        "VGG",
        "Eight plain 3×3 convolutions one after the other, normalised, half as wide as published.",
        families.VGG_11,
    ),
    Network(
        "vgg-16",
        "VGG-16",
        "VGG",
        "Thirteen plain convolutions, 15 million parameters: slow, and good with ImageNet weights.",
        families.pooled(backbones.VGG_16),
        note=READY_MADE,
    ),
    Network(
        "resnet-18",
        "ResNet-18",
        "ResNet",
        "Eight residual blocks, 11 million parameters: the usual first choice for larger pictures.",
        families.RESNET_18,
    ),
    Network(
        "resnet-50",
        "ResNet-50",
        "ResNet",
        "Sixteen residual blocks of three convolutions, 24 million parameters.",
        families.pooled(backbones.RESNET_50),
        note=READY_MADE,
    ),
    Network(
        "densenet-121",
        "DenseNet-121",
        "DenseNet",
        "Every layer reads all layers before it: the usual network for chest X-rays, and slow.",
        families.pooled(backbones.DENSENET_121),
        note=READY_MADE,
    ),
    Network(
        "mobilenet-v3",
        "MobileNetV3-Small",
        "MobileNet",
        "Made for telephones: one million parameters and very few multiplications.",
        families.pooled(backbones.MOBILENET_V3),
        note=READY_MADE,
    ),
    Network(
        "efficientnet-v2",
        "EfficientNetV2-B0",
        "EfficientNet",
        "Depth and width found by search: much accuracy for its multiplications.",
        families.pooled(backbones.EFFICIENTNET_V2),
        note=READY_MADE,
    ),
    Network(
        "convnext",
        "ConvNeXt-Atto",
        "ConvNeXt",
        "A convolutional network built after the manner of transformers; wants many scans.",
        families.CONVNEXT,
    ),
    Network(
        "vit",
        "Vision transformer",
        "Transformer",
        "Cuts the scan into patches of 8×8 pixels that attend to each other; wants many scans.",
        families.VISION_TRANSFORMER,
    ),
    Network(
        "capsules",
        "Capsule network",
        "Capsules",
        "Groups of numbers vote for a capsule per label; its length is the probability. Slow.",
        families.CAPSULES,
        answer="capsules",
        note="The paper's margin loss and reconstruction are left out: it learns as the others do.",
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
