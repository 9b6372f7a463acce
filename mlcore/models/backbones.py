"""Networks that come ready-made with Keras (``keras.applications``), as one row of several stages.

Their shapes and counts are kept here as a table, so that no page has to load TensorFlow;
tests/models/test_backbones.py measures the table on the real networks. `build_backbones` makes them
and says how each wants its pixels.
"""

from dataclasses import dataclass
from math import ceil

from mlcore.models.layers import Layer, Part, Shape

GRID = 32
"""All of them halve a picture five times: scans are enlarged to the next multiple of this."""


@dataclass(frozen=True)
class Stage:
    """The layers of a network that work at one size of picture."""

    divisor: int
    """Side of the scan over side of the picture."""
    channels: int
    parameters: int
    per_place: int
    """Multiply-adds for each place of the picture."""
    per_scan: int = 0
    """Multiply-adds that the picture's size does not change, as in squeeze and excitation."""


@dataclass(frozen=True)
class Backbone(Layer):
    """All layers of a ready-made network but its answer; grey scans are given to it as colour."""

    keras_name: str
    """What ``keras.applications`` calls it."""
    stages: tuple[Stage, ...]
    weights: str
    """File of the ImageNet weights, below `mlcore.models.pretrained.ADDRESS`."""
    md5: str
    """Of that file."""
    batch_norm: bool = True

    @property
    def normalises(self) -> bool:
        return self.batch_norm

    def output(self, shape: Shape) -> Shape:
        return self._shape(self.stages[-1], shape)

    def parameters(self, shape: Shape) -> int:
        return sum(part.parameters for part in self.parts(shape))

    def multiplications(self, shape: Shape) -> int:
        return sum(part.multiplications for part in self.parts(shape))

    def parts(self, shape: Shape) -> list[Part]:
        return [
            Part(
                f"{self.keras_name} at 1/{stage.divisor} of the size",
                self._shape(stage, shape),
                stage.parameters,
                stage.per_place * self._shape(stage, shape)[0] ** 2 + stage.per_scan,
            )
            for stage in self.stages
        ]

    @property
    def text(self) -> str:
        return self.keras_name

    def _shape(self, stage: Stage, shape: Shape) -> Shape:
        side = fitted(shape[0]) // stage.divisor
        return (side, side, stage.channels)


def fitted(side: int) -> int:
    """The side to which a scan is enlarged: the next multiple of `GRID`."""
    return ceil(side / GRID) * GRID


VGG_16 = Backbone(
    "VGG16",
    (
        Stage(1, 64, 38_720, 38_592),
        Stage(2, 128, 221_440, 221_184),
        Stage(4, 256, 1_475_328, 1_474_560),
        Stage(8, 512, 5_899_776, 5_898_240),
        Stage(16, 512, 7_079_424, 7_077_888),
        Stage(32, 512, 0, 0),
    ),
    "vgg16/vgg16_weights_tf_dim_ordering_tf_kernels_notop.h5",
    "6d6bbae143d832006294945121d1f1fc",
    batch_norm=False,
)

RESNET_50 = Backbone(
    "ResNet50",
    (
        Stage(2, 64, 9_728, 9_408),
        Stage(4, 256, 220_032, 212_992),
        Stage(8, 512, 1_230_336, 1_212_416),
        Stage(16, 1024, 7_129_088, 7_077_888),
        Stage(32, 2048, 14_998_528, 14_942_208),
    ),
    "resnet/resnet50_weights_tf_dim_ordering_tf_kernels_notop.h5",
    "4d473c1dd8becc155b73f8504c6f6626",
)
DENSENET_121 = Backbone(
    "DenseNet121",
    (
        Stage(2, 64, 9_664, 9_408),
        Stage(4, 128, 372_096, 364_544),
        Stage(8, 256, 1_063_168, 1_040_384),
        Stage(16, 512, 3_402_240, 3_325_952),
        Stage(32, 1024, 2_190_336, 2_129_920),
    ),
    "densenet/densenet121_weights_tf_dim_ordering_tf_kernels_notop.h5",
    "30ee3e1110167f948a6b9946edeeb738",
)
MOBILENET_V3 = Backbone(
    "MobileNetV3Small",
    (
        Stage(2, 16, 496, 432),
        Stage(4, 72, 2_248, 1_552, 256),
        Stage(8, 96, 11_264, 9_696),
        Stage(16, 288, 196_112, 101_448, 85_248),
        Stage(32, 576, 729_000, 340_128, 373_248),
    ),
    "mobilenet_v3/weights_mobilenet_v3_small_224_1.0_float_no_top_v2.h5",
    "d3e8ec802a04aa4fc771ee12a9a9b836",
)
EFFICIENTNET_V2 = Backbone(
    "EfficientNetV2B0",
    (
        Stage(2, 16, 5_664, 5_472),
        Stage(4, 32, 53_248, 52_224),
        Stage(8, 192, 146_816, 144_384),
        Stage(16, 672, 1_264_260, 1_001_088, 219_648),
        Stage(32, 1280, 4_449_324, 3_549_984, 811_776),
    ),
    "efficientnet_v2/efficientnetv2-b0_notop.h5",
    "893217f2bb855e2983157299931e43ff",
)
