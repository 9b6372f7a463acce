"""Which of a network's inner pictures to weigh for a label, and where its places lie on the scan.

A feature map can stand for the whole network only where nothing passes it by: every way from the
scan to the label's log-odds leads through it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from mlcore.explain import gradients, windows
from mlcore.explain.network import Network, Node

LEAST_PLACES = 7
"""Places a side: that of the maps of the published networks. Fewer show hardly where."""

FIRST_ONLY = {"Clip", "Expand", "Pad", "Reshape", "Slice", "Squeeze", "Tile", "Unsqueeze"}
"""Operations whose further inputs are shapes and limits, no part of what flows."""
POOLS = {"MaxPool", "AveragePool"}
LAYOUT_KEPT = {
    "Add", "BatchNormalization", "Clip", "Concat", "Div", "HardSigmoid", "LeakyRelu", "Max", "Min",
    "Mul", "Pad", "Relu", "Sigmoid", "Softplus", "Sub", "Tanh",
}  # fmt: skip


@dataclass(frozen=True)
class Places:
    """Where the cells of a feature map lie on the scan, in pixels: the middle of the part of the
    scan each looks at."""

    first: np.ndarray
    """``(2,)`` row and column of the first cell's middle."""
    step: np.ndarray
    """``(2,)`` from one cell to the next."""

    def through(self, node: Node, inputs: list[np.ndarray]) -> "Places":
        """Those after an operation. (Dumoulin and Visin 2016, arXiv 1603.07285.)"""
        given = gradients.attributes(node)
        if node.op_type == "Pad":
            return Places(self.first - inputs[1][2:4] * self.step, self.step)
        if node.op_type not in {"Conv", *POOLS}:
            return self
        slides = windows.of_node(node.op_type, given, inputs)
        reach = (np.array(slides.kernel) - 1) * np.array(slides.dilation)
        first = self.first + (reach / 2 - np.array(slides.pads[:2])) * self.step
        return Places(first, self.step * np.array(slides.stride))

    def spread(self, heat: np.ndarray, side: int) -> np.ndarray:
        """A map ``(h, w)`` of cells drawn on the scan, ``(side, side)``: between two middles in
        proportion, and to 0 where no cell's middle is near."""
        rows, columns = (
            np.maximum(0, 1 - np.abs(np.arange(side)[:, None] - first - step * np.arange(n)) / step)
            for first, step, n in zip(self.first, self.step, heat.shape, strict=True)
        )
        return (rows @ heat @ columns.T).astype(np.float32)


@dataclass(frozen=True)
class FeatureMap:
    """One feature map ``(1, features, h, w)`` and the part of the network above it."""

    name: str
    places: Places
    nodes: tuple[Node, ...]
    """From the map to the log-odds, in the order in which they run."""

    @property
    def names(self) -> list[str]:
        """Of all values that the slope hangs on."""
        return [self.name, *(x for node in self.nodes for x in (*node.input, *node.output) if x)]

    def slope(self, network: Network, values: dict[str, np.ndarray], label: int) -> np.ndarray:
        """How the label's log-odds change with each number of the map: ``(features, h, w)``."""
        top = np.zeros_like(values[network.logit])
        top[..., label] = 1
        return gradients.slope(self.nodes, values, {network.logit: top}, self.name)[0]


def flows(node: Node) -> list[str]:
    """The inputs whose numbers flow through an operation."""
    return list(node.input)[: 1 if node.op_type in FIRST_ONLY else None]


def top_of(network: Network, values: dict[str, np.ndarray], label: int) -> str:
    """The value that answers for this label alone where each label has a trunk of its own."""
    name = network.logit
    while network.maker[name].op_type == "Concat":
        node = network.maker[name]
        for part in node.input:
            if label < (count := values[part].shape[-1]):
                name = part
                break
            label -= count
    return name


def reached(nodes: Iterable[Node], start: str) -> set[str]:
    """All values that depend on ``start``."""
    found = {start}
    for node in nodes:
        if found.intersection(flows(node)):
            found.update(node.output)
    return found


def needed(network: Network, top: str) -> set[str]:
    """All values that ``top`` depends on."""
    found, waiting = {top}, [top]
    while waiting:
        node = network.maker.get(waiting.pop())
        new = {name for name in flows(node) if name not in found} if node else set()
        found |= new
        waiting += new
    return found


def narrow(network: Network, top: str) -> list[str]:
    """Values through which every way from the scan to ``top`` leads, in order."""
    alive = reached(network.nodes, network.input) & needed(network, top)
    nodes = [node for node in network.nodes if alive.intersection(node.output)]
    before = {network.input: 1}
    for node in nodes:
        ways = sum(before.get(name, 0) for name in flows(node))
        before |= {name: ways for name in node.output if name in alive}
    after = {top: 1}
    for node in reversed(nodes):
        for name in flows(node):
            if name in alive:
                after[name] = after.get(name, 0) + after.get(node.output[0], 0)
    return [
        name
        for node in nodes
        for name in node.output
        if name in alive and before[name] * after[name] == before[top]
    ]


def _overlaps(network: Network, node: Node) -> bool:
    """Patches that only cut the scan up, as of a vision transformer, do not."""
    if node.op_type != "Conv" or node.input[1] not in network.constants:
        return False
    kernel = network.constants[node.input[1]].dims[2:]
    given = gradients.attributes(node)
    return max(kernel) > 1 and list(kernel) != list(given.get("strides", (1, 1)))


def chosen(network: Network, label: int) -> FeatureMap | None:
    """The last feature map of at least `LEAST_PLACES` a side, or else the last of the widest; None
    where there is none that works."""
    if network.logit is None or not any(_overlaps(network, node) for node in network.nodes):
        return None
    blank = np.zeros(network.shape, np.uint8)
    names = [name for node in network.nodes for name in (*node.input, *node.output) if name]
    values = network.values(blank, names) | {network.input: blank[None]}
    top = top_of(network, values, label)
    drawn = _drawn(network, values)
    found = []
    for name in narrow(network, top):
        if name in drawn and network.maker[name].op_type not in POOLS:
            above = _above(network, name, top)
            if gradients.supports(above):
                found.append((min(*values[name].shape[2:], LEAST_PLACES), name, above))
    if not found:
        return None
    widest = max(size for size, *_ in found)
    _, name, above = next(each for each in reversed(found) if each[0] == widest)
    return FeatureMap(name, drawn[name], above)


def _drawn(network: Network, values: dict[str, np.ndarray]) -> dict[str, Places]:
    """Feature maps ``(1, features, h, w)`` behind a convolution whose windows overlap, and where
    their places lie."""
    side = values[network.input].shape[1]
    known: dict[str, Places] = {}
    overlapping: set[str] = set()
    for node in network.nodes:
        # A gate of one place a feature says nothing of where.
        source = max(
            (name for name in flows(node) if name in known),
            key=lambda name: values[name].shape[-1],
            default=None,
        )
        if source is None and node.op_type in {"Conv", *POOLS} and values[node.input[0]].ndim == 4:
            source = node.input[0]
            step = side / np.array(values[source].shape[2:])
            known[source] = Places((step - 1) / 2, step)
        if source is None or node.op_type not in {"Conv", *POOLS, *LAYOUT_KEPT}:
            continue
        if values[node.output[0]].ndim != 4:
            continue
        inputs = [values.get(name) for name in node.input]
        known[node.output[0]] = known[source].through(node, inputs)
        if source in overlapping or _overlaps(network, node):
            overlapping.add(node.output[0])
    return {name: places for name, places in known.items() if name in overlapping}


def _above(network: Network, name: str, top: str) -> tuple[Node, ...]:
    alive = reached(network.nodes, name) & needed(network, top)
    found = tuple(
        node
        for node in network.nodes
        if alive.intersection(node.output) and name not in node.output
    )
    # Down from all labels' log-odds, where the trunks' answers are joined.
    return found + _joints(network, top)


def _joints(network: Network, top: str) -> tuple[Node, ...]:
    joints, name = [], network.logit
    while name != top:
        node = network.maker[name]
        joints.append(node)
        name = next(part for part in node.input if top in needed(network, part))
    return tuple(reversed(joints))
