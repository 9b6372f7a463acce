"""A network with other dropout rates than its own."""

from dataclasses import replace

from mlcore.models.layers import Dropout, Layer
from mlcore.models.registry import Network

HIGHEST = 0.9


def with_dropout(network: Network, factor: float) -> Network:
    """The network with each dropout rate times ``factor``, to .9 at most.

    Hinton et al. 2012, "Improving neural networks by preventing co-adaptation of feature
    detectors", arXiv 1207.0580.
    """
    return replace(network, layers=tuple(_changed(layer, factor) for layer in network.layers))


def _changed(layer: Layer, factor: float) -> Layer:
    if not isinstance(layer, Dropout) or factor == 1:
        return layer
    return replace(layer, rate=min(layer.rate * factor, max(HIGHEST, layer.rate)))
