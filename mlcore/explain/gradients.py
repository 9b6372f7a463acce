"""How a number of a network's answer changes with a value inside it: the chain rule backwards
through an ONNX graph, by numpy.

One row an operation (reverse mode, Griewank and Walther 2008, "Evaluating derivatives"). Whoever
serves a network has its graph but no library that trains; for one scan this takes milliseconds.
"""

# ruff: noqa: ARG001, ARG005 (every row takes the same four things, few need all)

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from onnx import helper

from mlcore.explain import windows
from mlcore.explain.network import Node

Slopes = list[np.ndarray | None]
Backwards = Callable[[dict[str, Any], list[np.ndarray], np.ndarray, np.ndarray], Slopes]
"""Attributes, inputs, output and the slope at the output to the slopes at the first inputs."""


def supports(nodes: Iterable[Node]) -> bool:
    return all(node.op_type in BACKWARDS for node in nodes)


def slope(
    nodes: Iterable[Node], values: dict[str, np.ndarray], top: dict[str, np.ndarray], wanted: str
) -> np.ndarray:
    """Slope at the value ``wanted``, given the slope at the ``top``; ``nodes`` are those between
    them in the order in which they run, ``values`` what flowed through them."""
    slopes = dict(top)
    for node in reversed(list(nodes)):
        above = slopes.pop(node.output[0], None)
        if above is None:
            continue
        inputs = [values.get(name) for name in node.input]
        found = BACKWARDS[node.op_type](attributes(node), inputs, values[node.output[0]], above)
        for name, part in zip(node.input, found, strict=False):
            if part is not None:
                slopes[name] = slopes[name] + part if name in slopes else part
    return slopes.get(wanted, np.zeros_like(values[wanted]))


def attributes(node: Node) -> dict[str, Any]:
    return {each.name: helper.get_attribute_value(each) for each in node.attribute}


def _fitting(slope: np.ndarray, value: np.ndarray) -> np.ndarray:
    """Summed over the axes along which ``value`` had been repeated."""
    extra = slope.ndim - value.ndim
    axes = (*range(extra), *(extra + i for i, n in enumerate(value.shape) if n == 1))
    return slope.sum(axis=axes, keepdims=True).reshape(value.shape) if axes else slope


def _each(*parts: Callable[..., np.ndarray]) -> Backwards:
    """For operations that work number by number: one formula an input."""

    def backwards(_, inputs: list[np.ndarray], output: np.ndarray, slope: np.ndarray) -> Slopes:
        return [
            _fitting(slope * part(*inputs, output), value)
            for part, value in zip(parts, inputs, strict=False)
        ]

    return backwards


def _reshaped(_, inputs: list[np.ndarray], output: np.ndarray, slope: np.ndarray) -> Slopes:
    return [slope.reshape(inputs[0].shape)]


def _product(_, inputs: list[np.ndarray], output: np.ndarray, slope: np.ndarray) -> Slopes:
    a, b = inputs
    return [
        _fitting(slope @ np.swapaxes(b, -1, -2), a),
        _fitting(np.swapaxes(a, -1, -2) @ slope, b),
    ]


def _gemm(given: dict, inputs: list[np.ndarray], output: np.ndarray, slope: np.ndarray) -> Slopes:
    b = inputs[1].T if given.get("transB") else inputs[1]
    found = given.get("alpha", 1.0) * slope @ b.T
    return [found.T if given.get("transA") else found]


def _transposed(given: dict, inputs: list, output: np.ndarray, slope: np.ndarray) -> Slopes:
    order = given.get("perm", list(range(slope.ndim))[::-1])
    return [slope.transpose(np.argsort(order))]


def _joined(given: dict, inputs: list, output: np.ndarray, slope: np.ndarray) -> Slopes:
    ends = np.cumsum([value.shape[given["axis"]] for value in inputs])[:-1]
    return list(np.split(slope, ends, axis=given["axis"]))


def _cut(_, inputs: list[np.ndarray], output: np.ndarray, slope: np.ndarray) -> Slopes:
    x, starts, ends = inputs[:3]
    axes = inputs[3] if len(inputs) > 3 and inputs[3] is not None else range(len(starts))
    steps = inputs[4] if len(inputs) > 4 else np.ones(len(starts), int)
    where = [slice(None)] * x.ndim
    for axis, start, end, step in zip(axes, starts, ends, steps, strict=True):
        end = None if step < 0 and end < -x.shape[axis] else int(end)
        where[axis] = slice(int(start), end, int(step))
    found = np.zeros_like(x)
    found[tuple(where)] = slope
    return [found]


def _axes(given: dict, inputs: list[np.ndarray]) -> tuple[int, ...]:
    axes = inputs[1].tolist() if len(inputs) > 1 else given.get("axes")
    ndim = inputs[0].ndim
    return tuple(sorted(axis % ndim for axis in axes)) if axes is not None else tuple(range(ndim))


def _kept(given: dict, inputs: list[np.ndarray], value: np.ndarray) -> np.ndarray:
    """A reduced value with the axes it lost."""
    return value if given.get("keepdims", 1) else np.expand_dims(value, _axes(given, inputs))


def _sum(given: dict, inputs: list[np.ndarray], output: np.ndarray, slope: np.ndarray) -> Slopes:
    return [np.broadcast_to(_kept(given, inputs, slope), inputs[0].shape)]


def _mean(given: dict, inputs: list[np.ndarray], output: np.ndarray, slope: np.ndarray) -> Slopes:
    (found,) = _sum(given, inputs, output, slope)
    return [found * (output.size / inputs[0].size)]


def _most(given: dict, inputs: list[np.ndarray], output: np.ndarray, slope: np.ndarray) -> Slopes:
    won = inputs[0] == _kept(given, inputs, output)
    share = won / won.sum(axis=_axes(given, inputs), keepdims=True)
    return [share.astype(np.float32) * _kept(given, inputs, slope)]


def _pooled(reduction: Backwards) -> Backwards:
    """A pool over all places: a reduction of every axis but scan and channel."""

    def backwards(_, inputs: list[np.ndarray], output: np.ndarray, slope: np.ndarray) -> Slopes:
        return reduction({"axes": list(range(2, inputs[0].ndim))}, inputs, output, slope)

    return backwards


def _softmax(given: dict, inputs: list, output: np.ndarray, slope: np.ndarray) -> Slopes:
    weighted = slope * output
    return [weighted - output * weighted.sum(axis=given.get("axis", -1), keepdims=True)]


def _bordered(_, inputs: list[np.ndarray], output: np.ndarray, slope: np.ndarray) -> Slopes:
    first = inputs[1][: slope.ndim]
    where = (slice(s, s + n) for s, n in zip(first, inputs[0].shape, strict=True))
    return [slope[tuple(where)]]


def _clipped(_, inputs: list[np.ndarray], output: np.ndarray, slope: np.ndarray) -> Slopes:
    return [slope * (inputs[0] == output)]


def _power(_, inputs: list[np.ndarray], output: np.ndarray, slope: np.ndarray) -> Slopes:
    x, exponent = inputs
    return [_fitting(slope * exponent * x ** (exponent - 1), x)]


def _leaky(given: dict, inputs: list, output: np.ndarray, slope: np.ndarray) -> Slopes:
    return [np.where(inputs[0] > 0, slope, given.get("alpha", 0.01) * slope)]


def _nothing(_, inputs: list, output: np.ndarray, slope: np.ndarray) -> Slopes:
    return [None]


def _normalised(given: dict, inputs: list, output: np.ndarray, slope: np.ndarray) -> Slopes:
    _, scale, _, _, variance = inputs
    factor = scale / np.sqrt(variance + given.get("epsilon", 1e-5))
    return [slope * factor.reshape(-1, *[1] * (slope.ndim - 2))]


BACKWARDS: dict[str, Backwards] = {
    "Add": _each(lambda a, b, y: 1.0, lambda a, b, y: 1.0),
    "AveragePool": windows.mean_pool,
    "BatchNormalization": _normalised,
    "Cast": _each(lambda x, y: 1.0),
    "Clip": _clipped,
    "Concat": _joined,
    "ConstantOfShape": _nothing,
    "Conv": windows.convolution,
    "Div": _each(lambda a, b, y: 1 / b, lambda a, b, y: -y / b),
    "Exp": _each(lambda x, y: y),
    "Gemm": _gemm,
    "GlobalAveragePool": _pooled(_mean),
    "GlobalMaxPool": _pooled(_most),
    "Identity": _each(lambda x, y: 1.0),
    "LeakyRelu": _leaky,
    "Log": _each(lambda x, y: 1 / x),
    "MatMul": _product,
    "MaxPool": windows.largest_pool,
    "Mul": _each(lambda a, b, y: b, lambda a, b, y: a),
    "Neg": _each(lambda x, y: -1.0),
    "Pad": _bordered,
    "Pow": _power,
    "Reciprocal": _each(lambda x, y: -y * y),
    "ReduceMax": _most,
    "ReduceMean": _mean,
    "ReduceSum": _sum,
    "Relu": _each(lambda x, y: y > 0),
    "Reshape": _reshaped,
    "Shape": _nothing,
    "Sigmoid": _each(lambda x, y: y * (1 - y)),
    "Slice": _cut,
    "Softmax": _softmax,
    "Softplus": _each(lambda x, y: 1 - np.exp(-y)),
    "Sqrt": _each(lambda x, y: 0.5 / y),
    "Squeeze": _reshaped,
    "Sub": _each(lambda a, b, y: 1.0, lambda a, b, y: -1.0),
    "Tanh": _each(lambda x, y: 1 - y * y),
    "Transpose": _transposed,
    "Unsqueeze": _reshaped,
}
