"""A served network opened up: log-odds instead of probabilities, every value on the way, and
copies with shuffled weights. All by ONNX Runtime."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import onnx
import onnxruntime
from onnx import numpy_helper

from mlcore.runs.folder import Run

CHUNK = 64
"""Scans asked about at once; more are no quicker."""
SURE = 1e-6
"""Probabilities are kept this far from 0 and 1 where log-odds must be made of them."""
WEIGHTED = {"Conv", "ConvTranspose", "Gemm", "GRU", "LSTM", "MatMul", "RNN"}
"""Operations that hold what was learnt."""
FEW = 4
"""Arrays of fewer numbers are constants of a formula, nothing learnt."""

Node = onnx.NodeProto


class Network:
    """One network as an ONNX graph that takes ``(n, side, side, channels)`` uint8 and answers with
    one probability per label. Safe to share between threads."""

    def __init__(self, model: onnx.ModelProto) -> None:
        self.model = model
        self.nodes: tuple[Node, ...] = tuple(model.graph.node)
        self.constants = {each.name: each for each in model.graph.initializer}
        self.input: str = model.graph.input[0].name
        self.maker = {name: node for node in self.nodes for name in node.output}
        self.shape = tuple(d.dim_value for d in model.graph.input[0].type.tensor_type.shape.dim[1:])
        """Side, side and channels of a scan."""
        self.kept_maps: dict[int, Any] = {}
        """What `mlcore.explain.cams` found out about the graph, a label each."""
        self._probability: str = model.graph.output[0].name
        self._session = _session(model, [self.logit or self._probability])

    @cached_property
    def logit(self) -> str | None:
        """Name of the log-odds ``(n, labels)``, the input of the last sigmoid; None where the
        network has no such layer."""
        name = self._probability
        while (node := self.maker[name]).op_type == "Identity":
            name = node.input[0]
        return node.input[0] if node.op_type == "Sigmoid" else None

    def logits(self, pixels: np.ndarray) -> np.ndarray:
        """``(n, labels)`` float32 log-odds of the whole network, whatever its head and sharing."""
        found = [
            self._session.run(None, {self.input: pixels[start : start + CHUNK]})[0]
            for start in range(0, len(pixels), CHUNK)
        ]
        answer = np.concatenate(found)
        if self.logit:
            return answer
        probability = answer.clip(SURE, 1 - SURE)
        return np.log(probability / (1 - probability))

    def values(self, scan: np.ndarray, names: Iterable[str]) -> dict[str, np.ndarray]:
        """What flows through the graph for one ``(side, side, channels)`` scan, by name."""
        wanted = [name for name in dict.fromkeys(names) if name in self.maker]
        found = self._open.run(wanted, {self.input: scan[None]})
        known = dict(zip(wanted, found, strict=True))
        return known | {
            name: numpy_helper.to_array(self.constants[name])
            for name in names
            if name in self.constants
        }

    @cached_property
    def _open(self) -> onnxruntime.InferenceSession:
        return _session(self.model, [name for node in self.nodes for name in node.output if name])

    @cached_property
    def layers(self) -> tuple[tuple[str, ...], ...]:
        """Names of the weights of each layer that has some, from the input to the answer."""
        found = [self._weights(node) for node in self.nodes if node.op_type in WEIGHTED]
        return tuple(names for names in found if names)

    def _weights(self, node: Node) -> tuple[str, ...]:
        return tuple(
            name
            for name in node.input
            if name in self.constants
            and self.constants[name].data_type == onnx.TensorProto.FLOAT
            and np.prod(self.constants[name].dims, dtype=int) >= FEW
        )

    def shuffled(self, layers: Sequence[tuple[str, ...]], rng: np.random.Generator) -> "Network":
        """The same network with the weights of these layers in random order."""
        copy = onnx.ModelProto()
        copy.CopyFrom(self.model)
        names = {name for layer in layers for name in layer}
        for place, each in enumerate(copy.graph.initializer):
            if each.name in names:
                weights = numpy_helper.to_array(each)
                mixed = rng.permutation(weights.ravel()).reshape(weights.shape)
                copy.graph.initializer[place].CopyFrom(numpy_helper.from_array(mixed, each.name))
        return Network(copy)


def read(run: Run) -> Network:
    return Network(onnx.load(run.onnx_file))


def _session(model: onnx.ModelProto, outputs: list[str]) -> onnxruntime.InferenceSession:
    """``model`` with other outputs."""
    kept = list(model.graph.output)
    del model.graph.output[:]
    model.graph.output.extend(onnx.ValueInfoProto(name=name) for name in outputs)
    content = model.SerializeToString()
    del model.graph.output[:]
    model.graph.output.extend(kept)
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
