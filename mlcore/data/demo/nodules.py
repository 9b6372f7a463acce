"""The nodule: a small dense ball in a lung, clear of the organs beside it."""

import numpy as np

from mlcore.data.demo import lungs, organs
from mlcore.data.demo.body import SIDES, Bodies
from mlcore.data.demo.shapes import Layer, blob, pair

TRIES = 12
"""Places to choose from in each lung; the first clear one is taken."""
ROOM = 0.16
"""Body units of clear lung wanted between the middle of a nodule and an organ."""


def layer(rng: np.random.Generator, bodies: Bodies) -> Layer:
    """One nodule in either lung of those who have one."""
    n = len(bodies)
    angle = rng.uniform(0, 2 * np.pi, (n, TRIES))
    reach = np.sqrt(rng.uniform(0.0, 0.6, (n, TRIES)))
    places = np.concatenate(
        [
            lungs.shrunk(lungs.within(bodies, side, angle, reach)[:, None], bodies, side, pushed)
            for side, pushed in zip(SIDES, bodies.effusion.T, strict=True)
        ],
        axis=2,
    )[:, 0]
    order = rng.permuted(np.tile(np.arange(2 * TRIES), (n, 1)), axis=1)
    places = np.take_along_axis(places, order[..., None], axis=1)
    chosen = _clear(bodies, places).argmax(axis=1)
    centre = places[np.arange(n), chosen]
    radius = np.nan_to_num(bodies.nodule)
    density = np.where(np.isnan(bodies.nodule), np.nan, rng.uniform(60, 240, n))
    radii = pair(radius, radius * rng.uniform(0.8, 1.2, n))
    return Layer(blob(rng, centre, radii, rough=0.08)[:, None], density)


def _clear(bodies: Bodies, places: np.ndarray) -> np.ndarray:
    """``(n, k)`` bool: places that no organ beside the lungs will hide or touch."""
    centre, radii = organs.heart_frame(bodies)
    clear = np.hypot(*np.moveaxis(places - centre[:, None], -1, 0)) > radii[:, :1] + ROOM
    for organ in organs.BESIDE_LUNGS:
        away = places - organs.centre(bodies, organ)[:, None]
        reach = organs.swelling(bodies, organ)[:, None, None] * organ.radii + ROOM
        clear &= (np.hypot(*np.moveaxis(away / reach, -1, 0)) > 1) | organs.unseen(bodies, organ)
    return clear
