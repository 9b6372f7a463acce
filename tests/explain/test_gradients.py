"""Slopes by the chain rule against differences of what ONNX Runtime computes."""

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

from mlcore.explain import feature_maps, gradients
from mlcore.explain.network import Network
from tests.explain import networks

RNG = np.random.default_rng(0)
SHAPE = (1, 4, 7, 7)


def normal(*shape: int) -> np.ndarray:
    return RNG.normal(size=shape).astype(np.float32)


def node(operation: str, *constants: str, **given) -> onnx.NodeProto:
    return helper.make_node(operation, ["x", *constants], ["y"], **given)


CASES = {
    "convolution": (
        node("Conv", "w", kernel_shape=[3, 3], strides=[2, 2], pads=[1, 0, 1, 2]),
        {"w": normal(5, 4, 3, 3)},
    ),
    "padded by itself": (
        node("Conv", "w", kernel_shape=[3, 3], strides=[2, 2], auto_pad="SAME_UPPER"),
        {"w": normal(5, 4, 3, 3)},
    ),
    "convolution by groups": (
        node("Conv", "w", kernel_shape=[3, 3], group=2, dilations=[2, 2]),
        {"w": normal(6, 2, 3, 3)},
    ),
    "largest": (node("MaxPool", kernel_shape=[3, 3], strides=[2, 2]), {}),
    "mean": (node("AveragePool", kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 1, 1]), {}),
    "mean of all places": (node("GlobalAveragePool"), {}),
    "largest of all places": (node("GlobalMaxPool"), {}),
    "mean over axes": (node("ReduceMean", axes=[1, 3], keepdims=0), {}),
    "sum": (node("ReduceSum", "axes"), {"axes": np.array([2])}),
    "product": (node("MatMul", "w"), {"w": normal(7, 3)}),
    "times": (node("Mul", "w"), {"w": normal(4, 1, 1)}),
    "cut": (
        node("Slice", "a", "b", "c"),
        {"a": np.array([1]), "b": np.array([5]), "c": np.array([2])},
    ),
    "turned": (node("Transpose", perm=[0, 2, 3, 1]), {}),
    "softmax": (node("Softmax", axis=1), {}),
    "sigmoid": (node("Sigmoid"), {}),
    "tanh": (node("Tanh"), {}),
    "rectifier": (node("Relu"), {}),
    "bordered": (node("Pad", "p"), {"p": np.array([0, 0, 1, 2, 0, 0, 2, 1])}),
    "normalised": (
        node("BatchNormalization", *"abcd"),
        {k: np.abs(normal(4)) + 0.5 for k in "abcd"},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_slope_is_what_small_changes_show(case):
    made, constants = CASES[case]
    graph = helper.make_graph(
        [made],
        "one",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["n", *SHAPE[1:]])],
        [onnx.ValueInfoProto(name="y")],
        [numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 15)], ir_version=9)
    session = onnxruntime.InferenceSession(model.SerializeToString())
    x = normal(*SHAPE)
    (y,) = session.run(None, {"x": x})
    weights = normal(*y.shape)
    found = gradients.slope([made], {"x": x, "y": y, **constants}, {"y": weights}, "x")
    assert found.shape == x.shape

    direction = normal(*SHAPE)
    step = 1e-3 * direction
    ahead, behind = (session.run(None, {"x": x + way * step})[0] for way in (1, -1))
    shown = ((ahead.astype(np.float64) - behind) * weights).sum() / 2e-3
    assert (found * direction).sum() == pytest.approx(shown, rel=0.02, abs=0.02)


def test_a_linear_networks_map_adds_up_to_its_answer():
    network = Network(networks.corners())
    chosen = feature_maps.chosen(network, 0)
    assert chosen.name == "features"
    values = network.values(networks.scan(), chosen.names)
    total = (values[chosen.name] * chosen.slope(network, values, 0)).sum()
    assert total + 0.1 == pytest.approx(network.logits(networks.scan()[None])[0, 0], rel=1e-4)


def test_places_lie_in_the_middle_of_what_a_cell_looks_at():
    """A 5×5 convolution, a pool of 5 and another 5×5 convolution, as in CNN-4."""
    places = feature_maps.Places(np.zeros(2), np.ones(2))
    conv = helper.make_node("Conv", ["x", "w"], ["y"], kernel_shape=[5, 5])
    pool = helper.make_node("MaxPool", ["x"], ["y"], kernel_shape=[5, 5], strides=[5, 5])
    weights = np.zeros((1, 1, 5, 5))
    for made, side in ((conv, 64), (pool, 60), (conv, 12)):
        places = places.through(made, [np.zeros((1, 1, side, side)), weights])
    np.testing.assert_array_equal(places.first, [14, 14])
    np.testing.assert_array_equal(places.step, [5, 5])
    heat = np.zeros((8, 8))
    heat[0, 7] = 1
    drawn = places.spread(heat, 64)
    assert drawn.argmax() == 14 * 64 + 49
    assert drawn[14, 49] == 1
