"""The nodule: a small dense ball in a lung, clear of heart and liver."""

import numpy as np

from mlcore.data.demo import lungs, organs
from mlcore.data.demo.body import SIDES, Bodies
from mlcore.data.demo.shapes import Layer, blob, pair

TRIES = 8


def layer(rng: np.random.Generator, bodies: Bodies) -> Layer:
    n = len(bodies)
    angle = rng.uniform(0, 2 * np.pi, (n, TRIES))
    reach = np.sqrt(rng.uniform(0.0, 0.75, (n, TRIES)))
    places = np.concatenate(
        [
            lungs.shrunk(lungs.within(bodies, side, angle, reach), bodies, side, pushed)
            for side, pushed in zip(SIDES, bodies.effusion.T, strict=True)
        ],
        axis=1,
    )
    order = rng.permuted(np.tile(np.arange(2 * TRIES), (n, 1)), axis=1)
    places = np.take_along_axis(places, order[..., None], axis=1)
    chosen = _clear(bodies, places).argmax(axis=1)
    centre = places[np.arange(n), chosen]
    radius = np.nan_to_num(bodies.nodule)
    density = np.where(np.isnan(bodies.nodule), np.nan, rng.uniform(-100, 90, n))
    radii = pair(radius, radius * rng.uniform(0.8, 1.2, n))
    return Layer(blob(rng, centre, radii, rough=0.08)[:, None], density)


def _clear(bodies: Bodies, places: np.ndarray) -> np.ndarray:
    """``(n, k)`` bool: places that neither heart nor liver will hide."""
    centre, radii = organs.heart_frame(bodies)
    heart = np.hypot(*np.moveaxis(places - centre[:, None], -1, 0)) > 1.1 * radii[:, :1]
    liver = organs.BELOW[0]
    dome = np.sqrt(((bodies.level - liver.levels[0]) / (1 - liver.levels[0])).clip(0))[:, None]
    away = (places - pair(liver.at[0], liver.at[1] * bodies.depth)[:, None]) / liver.radii
    return heart & (np.hypot(away[..., 0], away[..., 1]) > 1.15 * dome)
