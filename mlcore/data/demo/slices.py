"""From severities to scans: the whole way through body, layers and scanner."""

import numpy as np

from mlcore.data.demo import body, lungs, nodules, organs, scanner, wall


def drawn(rng: np.random.Generator, severities: np.ndarray, side: int) -> np.ndarray:
    """``(n, side, side, 1)`` uint8: one slice each of ``n`` people with these findings."""
    bodies = body.draw(rng, severities)
    layers = [
        *wall.layers(rng, bodies),
        *lungs.layers(rng, bodies),
        *organs.layers(rng, bodies),
        nodules.layer(rng, bodies),
        *wall.spine(rng, bodies),
    ]
    return scanner.scans(rng, bodies, layers, side)
