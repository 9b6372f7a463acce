"""One ONNX graph that asks several networks about a scan and combines what they say."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from mlcore import atomic
from mlcore.compare.committee.methods import Combination
from mlcore.evaluate.calibration import CERTAIN

if TYPE_CHECKING:
    import onnx

INPUT, OUTPUT = "scan", "probability"


def save(
    path: Path, members: Sequence[Path], combination: Combination, card: dict[str, Any]
) -> None:
    """Write the graph of ``(n, side, side, channels)`` uint8 to ``(n, labels)`` float32, with
    ``card`` in its metadata as in that of any run."""
    # Only who merges needs it, and it takes a while to load.
    import onnx

    models = _of_one_version([onnx.load(member) for member in members])
    merged = _merged(models, combination, card)
    onnx.helper.set_model_props(merged, {"scanlab": json.dumps(card)})
    with atomic.replacing(path) as temporary:
        onnx.save(merged, temporary)


def _of_one_version(models: list["onnx.ModelProto"]) -> list["onnx.ModelProto"]:
    from onnx import version_converter

    newest = max(_version(model) for model in models)
    return [
        model if _version(model) == newest else version_converter.convert_version(model, newest)
        for model in models
    ]


def _version(model: "onnx.ModelProto") -> int:
    return next(each.version for each in model.opset_import if not each.domain)


def _merged(
    models: list["onnx.ModelProto"], combination: Combination, card: dict[str, Any]
) -> "onnx.ModelProto":
    from onnx import TensorProto, compose, helper

    side, channels, labels = card["side"], card["channels"], len(card["labels"])
    graph = helper.make_graph(
        [],
        "committee",
        [helper.make_tensor_value_info(INPUT, TensorProto.UINT8, ["n", side, side, channels])],
        [helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, ["n", labels])],
    )
    versions: dict[str, int] = {}
    functions, said = [], []
    for number, model in enumerate(models):
        own = compose.add_prefix(model, f"member{number}/")
        graph.node.append(helper.make_node("Identity", [INPUT], [own.graph.input[0].name]))
        graph.node.extend(own.graph.node)
        graph.initializer.extend(own.graph.initializer)
        graph.sparse_initializer.extend(own.graph.sparse_initializer)
        graph.value_info.extend(own.graph.value_info)
        functions.extend(own.functions)
        said.append(own.graph.output[0].name)
        for each in own.opset_import:
            versions[each.domain] = max(each.version, versions.get(each.domain, 0))
    _combine(graph, said, combination)
    return helper.make_model(
        graph,
        opset_imports=[helper.make_opsetid(*pair) for pair in versions.items()],
        ir_version=max(model.ir_version for model in models),
        functions=functions,
    )


def _combine(graph: "onnx.GraphProto", said: list[str], combination: Combination) -> None:
    """Nodes for what `Combination.apply` does."""
    from onnx import helper, numpy_helper

    def constant(name: str, value: Any) -> str:
        graph.initializer.append(numpy_helper.from_array(np.asarray(value, np.float32), name))
        return name

    def node(kind: str, inputs: list[str], output: str) -> str:
        graph.node.append(helper.make_node(kind, inputs, [output]))
        return output

    if combination.of_logits:
        low, high = constant("lowest", CERTAIN), constant("highest", 1 - CERTAIN)
        one = constant("one", 1)
        for number, name in enumerate(said):
            clipped = node("Clip", [name, low, high], f"clipped{number}")
            present = node("Log", [clipped], f"present{number}")
            absent = node("Log", [node("Sub", [one, clipped], f"rest{number}")], f"absent{number}")
            said[number] = node("Sub", [present, absent], f"logit{number}")
    parts = [
        node("Mul", [name, constant(f"weight{number}", weights)], f"part{number}")
        for number, (name, weights) in enumerate(zip(said, combination.weights, strict=True))
    ]
    if combination.of_logits:
        total = node("Sum", [*parts, constant("height", combination.heights)], "total")
        node("Sigmoid", [total], OUTPUT)
    else:
        node("Sum", parts, OUTPUT)
