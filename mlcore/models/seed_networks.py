"""The eight networks of the study, layer by layer, without their last (output) layer.

The output is `mlcore.models.heads`' business. Where the study's table and its counts disagree,
the counts decide: they leave no choice.
"""

from mlcore.models.layers import (
    BatchNorm,
    Conv,
    Dense,
    Dropout,
    Flatten,
    Layer,
    Lstm,
    MaxPool,
    Relu,
    Rows,
)

Layers = tuple[Layer, ...]

CNN_1: Layers = (Conv(256, 3), MaxPool(3), Flatten(), Dense(256))

CNN_2: Layers = (
    Conv(25, 5, same=True),
    MaxPool(2, same=True),
    Conv(50, 5, stride=2, same=True),
    MaxPool(2, same=True),
    BatchNorm(),
    Conv(70, 3, stride=2, same=True),
    MaxPool(2),
    BatchNorm(),
    Flatten(),
    Dense(100),
    Dense(100),
    Dropout(0.25),
)

CNN_3: Layers = (
    Conv(50, 3, same=True),
    Conv(75, 3, same=True),
    MaxPool(2),
    Dropout(0.25),
    Conv(125, 3, same=True),
    MaxPool(2),
    Dropout(0.25),
    Flatten(),
    Dense(500),
    Dropout(0.4),
    Dense(250),
    Dropout(0.3),
)

CNN_4: Layers = (
    Conv(32, 5),
    MaxPool(5),
    Conv(64, 5),
    MaxPool(5),
    Flatten(),
    Dense(1024),
    Dropout(0.8),
)

CNN_5: Layers = (
    Conv(32, 3, same=True),
    Conv(32, 3),
    MaxPool(2),
    Dropout(0.2),
    Conv(64, 3, same=True),
    Conv(64, 3),
    MaxPool(2),
    Dropout(0.2),
    Conv(128, 3, same=True),
    Conv(128, 3),
    Relu(),
    MaxPool(2),
    Dropout(0.2),
    Conv(512, 5, same=True),
    Conv(512, 5),
    MaxPool(4, same=True),
    Dropout(0.2),
    Flatten(),
    Dense(1024),
    Dropout(0.2),
)

RNN_1: Layers = (Rows(), Lstm(128), Lstm(128), Flatten(), Dense(64))

FCNN_1: Layers = (Rows(), Dense(256), Dense(256))

FCNN_2: Layers = (Rows(), Dense(256, activation="linear"), Dense(100), Dropout(0.5), BatchNorm())

TINY: Layers = (Conv(4, 3, stride=4), Flatten(), Dense(8))
