"""The ways to explain an answer, a row each. One more way is one more row."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from mlcore.errors import ScanLabError
from mlcore.explain import cams
from mlcore.explain.network import Network
from mlcore.explain.occlusion import occlusion
from mlcore.explain.rise import rise

Compute = Callable[[Network, np.ndarray, Sequence[int], int], np.ndarray]
"""Network, ``(side, side, channels)`` uint8, positions of labels and a seed to ``(labels, side,
side)`` float32: positive where the scan speaks for the label."""


@dataclass(frozen=True)
class Method:
    name: str
    title: str
    help: str
    signed: bool
    """Whether it also says what speaks against the label."""
    applies: Callable[[Network], bool]
    compute: Compute


def _always(_: Network) -> bool:
    return True


METHODS = (
    Method(
        "occlusion",
        "Occlusion",
        "Covers a small square of the scan with grey, everywhere in turn, and looks how the answer "
        "changes. Slow and honest: it asks the network itself. Works for every network.",
        signed=True,
        applies=_always,
        compute=occlusion,
    ),
    Method(
        "rise",
        "RISE",
        "Shows the network the scan through many random masks and looks which places the answer "
        "goes with. Finds places that only count together. Works for every network.",
        signed=True,
        applies=_always,
        compute=rise,
    ),
    Method(
        "hires-cam",
        "HiResCAM",
        "Takes what the network's late convolutions found at each place, times how much the "
        "answer hangs on it there. Quick; for networks with convolutions.",
        signed=True,
        applies=cams.applies,
        compute=cams.cam(cams.hires_cam),
    ),
    Method(
        "grad-cam",
        "Grad-CAM",
        "The best-known map: each thing the late convolutions look for counts equally at all "
        "places. Quick and blurred; for networks with convolutions.",
        signed=False,
        applies=cams.applies,
        compute=cams.cam(cams.grad_cam),
    ),
    Method(
        "layer-cam",
        "LayerCAM",
        "As HiResCAM, but counts only what would raise the answer. For networks with convolutions.",
        signed=False,
        applies=cams.applies,
        compute=cams.cam(cams.layer_cam),
    ),
)
BEST_FIRST = ("hires-cam", "occlusion")
"""As measured on drawn findings, docs/explanations.md."""


def get(name: str) -> Method:
    for method in METHODS:
        if method.name == name:
            return method
    known = ", ".join(method.name for method in METHODS)
    raise ScanLabError(f"there is no method {name!r}; choose one of {known}")


def fitting(network: Network) -> list[Method]:
    """Those that this network can be explained by."""
    return [method for method in METHODS if method.applies(network)]


def usual(network: Network) -> Method:
    """The best one that this network can be explained by."""
    return next(method for method in map(get, BEST_FIRST) if method.applies(network))
