"""Small ONNX networks whose answers depend on known places of the scan."""

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

SIDE = 32
CORNER = slice(0, 8), slice(0, 8)
"""Bright here speaks for the first label."""
OPPOSITE = slice(24, 32), slice(24, 32)
"""Bright here speaks against it, and for the second label."""


def scan() -> np.ndarray:
    """Both corners bright, and noise between."""
    pixels = np.random.default_rng(1).integers(60, 80, (SIDE, SIDE, 1)).astype(np.uint8)
    pixels[CORNER] = pixels[OPPOSITE] = 220
    return pixels


def corners() -> onnx.ModelProto:
    """A convolution, a rectifier, and a dense layer that looks at the two corners alone."""
    weights = np.zeros((2, SIDE, SIDE, 2), np.float32)
    for channel in range(2):
        weights[(channel, *CORNER)] = (0.03, 0)
        weights[(channel, *OPPOSITE)] = (-0.02, 0.03)
    # The second feature is the negative of the first, cut off: mid-grey lies between.
    kernels = np.zeros((2, 1, 3, 3), np.float32)
    kernels[:, 0] = 1 / 9
    constants = {
        "scale": np.float32(1 / 255),
        "first": np.array([-1, 1, SIDE, SIDE]),
        "kernels": kernels,
        "biases": np.array([-0.2, -0.4], np.float32),
        "flat": np.array([-1, 2 * SIDE * SIDE]),
        "dense": weights.reshape(-1, 2),
        "bias": np.array([0.1, -0.1], np.float32),
    }
    nodes = [
        helper.make_node("Cast", ["scan"], ["float"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["float", "scale"], ["scaled"]),
        helper.make_node("Reshape", ["scaled", "first"], ["image"]),
        helper.make_node(
            "Conv",
            ["image", "kernels", "biases"],
            ["found"],
            kernel_shape=[3, 3],
            pads=[1, 1, 1, 1],
        ),
        helper.make_node("Relu", ["found"], ["features"]),
        helper.make_node("Reshape", ["features", "flat"], ["row"]),
        helper.make_node("MatMul", ["row", "dense"], ["product"]),
        helper.make_node("Add", ["product", "bias"], ["logits"]),
        helper.make_node("Sigmoid", ["logits"], ["probability"]),
    ]
    return model(nodes, constants, SIDE)


def model(
    nodes: list[onnx.NodeProto], constants: dict[str, np.ndarray], side: int
) -> onnx.ModelProto:
    """From ``scan`` ``(n, side, side, 1)`` uint8 to ``probability`` ``(n, 2)``."""
    shape = ["n", side, side, 1]
    graph = helper.make_graph(
        nodes,
        "small",
        [helper.make_tensor_value_info("scan", TensorProto.UINT8, shape)],
        [helper.make_tensor_value_info("probability", TensorProto.FLOAT, ["n", 2])],
        [numpy_helper.from_array(np.asarray(value), name) for name, value in constants.items()],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 15)], ir_version=9)
