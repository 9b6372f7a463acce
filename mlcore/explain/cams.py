"""Class activation maps: a feature map weighed by how the label's log-odds hang on it."""

from collections.abc import Callable, Sequence

import numpy as np

from mlcore.errors import ScanLabError
from mlcore.explain import feature_maps
from mlcore.explain.network import Network

Weighing = Callable[[np.ndarray, np.ndarray], np.ndarray]
"""A feature map and the slope at it, both ``(features, h, w)``, to a map ``(h, w)``."""


def grad_cam(features: np.ndarray, slope: np.ndarray) -> np.ndarray:
    """Selvaraju et al. 2017, arXiv 1610.02391: each feature by its mean slope; what speaks for the
    label only."""
    return np.maximum(0, np.tensordot(slope.mean(axis=(1, 2)), features, 1))


def hires_cam(features: np.ndarray, slope: np.ndarray) -> np.ndarray:
    """Draelos and Carin 2020, arXiv 2011.08891: each number by its own slope. Its sum is what the
    network computes wherever only linear layers follow."""
    return (features * slope).sum(axis=0)


def layer_cam(features: np.ndarray, slope: np.ndarray) -> np.ndarray:
    """Jiang et al. 2021, "LayerCAM", IEEE TIP 30: only slopes that rise count, so that it also
    works on maps far from the answer."""
    return np.maximum(0, (features * np.maximum(0, slope)).sum(axis=0))


def cam(weighing: Weighing) -> Callable[[Network, np.ndarray, Sequence[int], int], np.ndarray]:
    """The map of this weighing as a method of `mlcore.explain.methods`."""

    def compute(network: Network, scan: np.ndarray, labels: Sequence[int], _: int) -> np.ndarray:
        return np.stack([_one(network, scan, label, weighing) for label in labels])

    return compute


def applies(network: Network) -> bool:
    return _map_for(network, 0) is not None


def _one(network: Network, scan: np.ndarray, label: int, weighing: Weighing) -> np.ndarray:
    chosen = _map_for(network, label)
    if chosen is None:
        raise ScanLabError(
            "this network has no feature map that all of its answer passes through; choose the "
            "method occlusion or rise"
        )
    values = network.values(scan, chosen.names)
    heat = weighing(values[chosen.name][0], chosen.slope(network, values, label))
    return chosen.places.spread(heat, len(scan))


def _map_for(network: Network, label: int) -> feature_maps.FeatureMap | None:
    """Chosen once a label, as it hangs on the graph alone."""
    if label not in network.kept_maps:
        network.kept_maps[label] = feature_maps.chosen(network, label)
    return network.kept_maps[label]
