"""From layers to pixels: pose, paint, blur, noise, shading and the window a reader chose."""

from collections.abc import Sequence

import cv2
import numpy as np

from mlcore.data.demo.body import Bodies
from mlcore.data.demo.shapes import Layer, rotated

AIR = -1000.0
FINE = 192
"""Side of the canvas that bodies are painted on, before the scanner's coarser pixels."""
SUBPIXEL = 4
"""Binary digits behind the point of a canvas position, for `cv2.fillPoly`."""
WINDOWS = np.array([[40.0, 420.0], [-60.0, 900.0], [-350.0, 1500.0], [-550.0, 1500.0]])
"""Level and width in Hounsfield units: soft tissue, between, chest, lung."""
WINDOW_USE = (0.2, 0.4, 0.3, 0.1)


def scans(
    rng: np.random.Generator, bodies: Bodies, layers: Sequence[Layer], side: int
) -> np.ndarray:
    """``(n, side, side, 1)`` uint8 scans of ``n`` bodies."""
    n = len(bodies)
    density = _painted(_posed(rng, bodies, layers), n, side)
    blur = rng.uniform(0.3, 0.7, n) * side / 64
    for scan, sigma in zip(density, blur, strict=True):
        cv2.GaussianBlur(scan, (0, 0), sigma, dst=scan)
    window = WINDOWS[rng.choice(len(WINDOWS), n, p=WINDOW_USE)] * rng.uniform(0.85, 1.15, (n, 2))
    level, width = window.T[:, :, None, None].astype(np.float32)
    grey = (density - level) / width + 0.5 + _noise(rng, n, side)
    grey *= _shading(rng, n, side)
    grey = grey.clip(0, 1) * rng.uniform(170, 255, (n, 1, 1)).astype(np.float32)
    grey[_outside_the_field(rng, n, side)] = 0
    return np.rint(grey).astype(np.uint8)[..., None]


def _posed(rng: np.random.Generator, bodies: Bodies, layers: Sequence[Layer]) -> list[Layer]:
    """Layers in canvas positions (fixed point): slightly turned, shifted and scaled."""
    n = len(bodies)
    turn = rng.normal(0, np.radians(4), n)
    size = rng.uniform(0.78, 1.0, n) * FINE / 2 / bodies.outside[:, 0]
    shift = FINE / 2 + rng.normal(0, 0.02, (n, 2)) * FINE
    posed = []
    for layer in layers:
        points = rotated(layer.points, turn) * size[:, None, None, None] + shift[:, None, None]
        posed.append(Layer(np.rint(points * 2**SUBPIXEL).astype(np.int32), layer.density))
    return posed


def _painted(layers: Sequence[Layer], n: int, side: int) -> np.ndarray:
    """``(n, side, side)`` float32 Hounsfield units."""
    out = np.empty((n, side, side), np.float32)
    canvas = np.empty((FINE, FINE), np.float32)
    tissues = [(layer.points, layer.density.tolist()) for layer in layers]
    for i in range(n):
        canvas.fill(AIR)
        for points, density in tissues:
            if density[i] == density[i]:
                cv2.fillPoly(canvas, list(points[i]), density[i], shift=SUBPIXEL)
        cv2.resize(canvas, (side, side), dst=out[i], interpolation=cv2.INTER_AREA)
    return out


def _noise(rng: np.random.Generator, n: int, side: int) -> np.ndarray:
    """Quantum noise as a share of the window: stronger at a lower dose, with a fine grain."""
    white = rng.standard_normal((n, side, side), np.float32)
    grain = white + 0.6 * (np.roll(white, 1, axis=1) + np.roll(white, 1, axis=2))
    return grain * rng.uniform(0.004, 0.04, (n, 1, 1)).astype(np.float32)


def _shading(rng: np.random.Generator, n: int, side: int) -> np.ndarray:
    """A slow change of brightness over the image, about 1."""
    waves = np.cos(np.pi * np.arange(3)[:, None] * np.linspace(0, 1, side)).astype(np.float32)
    strength = rng.normal(0, 0.04, (n, 3, 3)).astype(np.float32)
    return 1 + np.einsum("nij,ix,jy->nxy", strength, waves, waves, optimize=True)


def _outside_the_field(rng: np.random.Generator, n: int, side: int) -> np.ndarray:
    """``(n, side, side)`` bool: corners that a round field of view leaves empty, in some scans."""
    away = np.linspace(-1, 1, side)
    corners = np.hypot(away, away[:, None]) > 1.03
    return (rng.random(n) < 0.4)[:, None, None] & corners
