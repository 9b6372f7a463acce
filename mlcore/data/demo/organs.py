"""The organs between the lungs and those below them, as one table a group.

Places, sizes and densities (Hounsfield units) are those of an adult, as any atlas of sectional
anatomy shows them, rounded.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from mlcore.data.demo.body import Bodies
from mlcore.data.demo.shapes import Layer, blob, pair, rotated

HEART_RADII = np.array([0.44, 0.33])
HEART_TURN = np.radians(-35)


@dataclass(frozen=True)
class Organ:
    """A roundish organ of the table: where, how large, how dense, and at which levels."""

    name: str
    at: tuple[float, float]
    """x in body units, y in half depths of the chest; for chambers, in radii of the heart."""
    radii: tuple[float, float]
    density: float
    uptake: float = 0.0
    """Hounsfield units that a full dose of contrast medium adds."""
    levels: tuple[float, float] = (0.0, 1.0)
    """From the tracheal fork, 0, to the dome of the liver, 1."""
    turn: float = 0.0
    """Degrees, clockwise in the image."""


BELOW = (
    Organ("liver", (-0.52, 0.02), (0.44, 0.56), 58, 60, (0.6, 1.0), -12),
    Organ("spleen", (0.8, 0.4), (0.2, 0.34), 48, 80, (0.75, 1.0), 30),
    Organ("stomach", (0.56, -0.2), (0.26, 0.24), 25, 10, (0.72, 1.0)),
    Organ("air in the stomach", (0.56, -0.42), (0.17, 0.1), -900, 0, (0.82, 1.0)),
)
MIDDLE = (
    Organ("fat between the lungs", (0.02, -0.2), (0.22, 0.56), -60),
    Organ("soft tissue before the spine", (0.02, 0.35), (0.2, 0.26), 10),
    Organ("right hilum", (-0.27, 0.02), (0.13, 0.12), 20, 130, (0.0, 0.6)),
    Organ("left hilum", (0.26, 0.0), (0.13, 0.12), 20, 130, (0.0, 0.6)),
)
BESIDE_LUNGS = (*BELOW[:3], *MIDDLE[2:])
"""Organs that a nodule near them would be taken for a part of."""
VESSELS = (
    Organ("ascending aorta", (-0.08, -0.38), (0.14, 0.14), 42, 230, (0.0, 0.4)),
    Organ("pulmonary trunk", (0.16, -0.42), (0.12, 0.2), 42, 250, (0.0, 0.3), 30),
    Organ("upper vena cava", (-0.24, -0.28), (0.07, 0.08), 42, 280, (0.0, 0.45)),
    Organ("lower vena cava", (-0.26, 0.02), (0.1, 0.09), 42, 120, (0.55, 1.0)),
    Organ("descending aorta", (0.2, 0.42), (0.105, 0.105), 42, 220),
    Organ("gullet", (0.04, 0.26), (0.065, 0.05), 30, 20),
    Organ("right main bronchus", (-0.16, -0.02), (0.075, 0.06), -950, 0, (0.0, 0.3)),
    Organ("left main bronchus", (0.16, 0.02), (0.075, 0.055), -950, 0, (0.0, 0.3)),
)
CHAMBERS = (
    Organ("fat around the heart", (0.0, 0.0), (1.1, 1.12), -80),
    Organ("heart muscle", (0.0, 0.0), (1.0, 1.0), 45, 70),
    Organ("left ventricle", (0.42, 0.28), (0.4, 0.4), 40, 210, (0.3, 1.0), -10),
    Organ("right ventricle", (0.18, -0.52), (0.55, 0.3), 40, 190, (0.3, 1.0), 14),
    Organ("left atrium", (-0.42, 0.6), (0.36, 0.3), 40, 210, (0.0, 0.75)),
    Organ("right atrium", (-0.66, -0.2), (0.28, 0.42), 40, 170, (0.0, 0.9)),
)


def layers(rng: np.random.Generator, bodies: Bodies) -> Iterator[Layer]:
    """Liver and its neighbours, then everything between the lungs."""
    for organ in (*BELOW, *MIDDLE):
        yield _layer(rng, bodies, organ)
    yield from _heart(rng, bodies)
    for organ in VESSELS:
        yield _layer(rng, bodies, organ)


def heart_frame(bodies: Bodies) -> tuple[np.ndarray, np.ndarray]:
    """``(n, 2)`` centre and radii of the heart, which grows to the patient's left."""
    size = bodies.heart * (1 - 0.8 * (bodies.level - 0.6) ** 2)
    return pair(0.19 * size, -0.24 * bodies.depth), size[:, None] * HEART_RADII


def _heart(rng: np.random.Generator, bodies: Bodies) -> Iterator[Layer]:
    n = len(bodies)
    middle, radii = heart_frame(bodies)
    turn = HEART_TURN + rng.normal(0, 0.12, n)
    for chamber in CHAMBERS:
        at = np.array(chamber.at) * radii + rng.normal(0, 0.012, (n, 2))
        place = middle + rotated(at[:, None], turn)[:, 0]
        outline = blob(rng, place, radii * chamber.radii, turn + np.radians(chamber.turn))
        yield Layer(outline[:, None], _density(rng, bodies, chamber))


def swelling(bodies: Bodies, organ: Organ) -> np.ndarray:
    """``(n,)`` share of its full size an organ has at this level: a dome, if it begins lower."""
    first, _ = organ.levels
    below = ((bodies.level - first) / (1 - first)).clip(0)
    return 0.45 + 0.55 * np.sqrt(below) if first else np.ones(len(bodies))


def centre(bodies: Bodies, organ: Organ) -> np.ndarray:
    """``(n, 2)`` where an organ lies on average."""
    return pair(organ.at[0], organ.at[1] * bodies.depth)


def unseen(bodies: Bodies, organ: Organ) -> np.ndarray:
    """``(n, 1)`` bool: slices above or below an organ."""
    first, last = organ.levels
    return ((bodies.level < first) | (bodies.level > last))[:, None]


def _layer(rng: np.random.Generator, bodies: Bodies, organ: Organ) -> Layer:
    n = len(bodies)
    size = swelling(bodies, organ) * rng.normal(1, 0.07, n)
    place = centre(bodies, organ) + rng.normal(0, 0.025, (n, 2))
    turn = np.radians(organ.turn + rng.normal(0, 6, n))
    outline = blob(rng, place, size[:, None] * organ.radii, turn)
    return Layer(outline[:, None], _density(rng, bodies, organ))


def _density(rng: np.random.Generator, bodies: Bodies, organ: Organ) -> np.ndarray:
    density = organ.density + organ.uptake * bodies.dose + rng.normal(0, 8, len(bodies))
    return np.where(unseen(bodies, organ)[:, 0], np.nan, density)
