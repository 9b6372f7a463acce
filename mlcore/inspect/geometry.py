"""Where the light of a scan lies: its middle, its extent, and how bright the border is."""

import numpy as np

from mlcore.inspect.features import SIDE, greyscale, resized

BORDER = 2
"""Pixels of `SIDE` that count as border: where burnt-in frames and letters stand."""
COLUMNS = {
    "border": "brightness of the border",
    "centre_across": "place of the bright part from left to right",
    "centre_down": "place of the bright part from top to bottom",
    "extent": "size of the bright part",
}


def geometry(scans: np.ndarray) -> dict[str, np.ndarray]:
    """``(m,)`` float32 for each of `COLUMNS`, of ``(m, side, side, channels)`` uint8.

    ``border`` in grey levels; the others are moments of the brightness, as shares of the side, and
    NaN for a black scan.
    """
    grey = resized(greyscale(scans)).reshape(len(scans), SIDE * SIDE)
    light, across, down, square, border = (grey @ _WEIGHTS).T
    light = np.where(light > 0, light, np.nan)
    across, down = across / light, down / light
    extent = np.sqrt(np.maximum(square / light - across**2 - down**2, 0))
    return {"border": border, "centre_across": across, "centre_down": down, "extent": extent}


def _weights() -> np.ndarray:
    """``(SIDE * SIDE, 5)``: what each pixel adds to light, moments and border."""
    place = (np.arange(SIDE) + 0.5) / SIDE
    down, across = np.meshgrid(place, place, indexing="ij")
    inside = np.zeros((SIDE, SIDE), bool)
    inside[BORDER:-BORDER, BORDER:-BORDER] = True
    parts = [np.ones_like(down), across, down, across**2 + down**2, ~inside / (~inside).sum()]
    return np.stack(parts, axis=-1).reshape(-1, len(parts)).astype(np.float32)


_WEIGHTS = _weights()
