"""The slowest waves a scan is made of: 81 numbers that tell scans apart and survive small changes.

Brightness and contrast are taken out first. A shifted scan has the same waves with other phases, so
their sizes alone find shifted copies, and the phases then tell the shift (Kuglin & Hines, "The
phase correlation image alignment method", 1975).
"""

import numpy as np

WAVES = 4
"""Most waves from edge to edge; noise, compression and a pixel more or less happen beyond."""
COUNT = (2 * WAVES + 1) ** 2
FAINT = 2.0
"""Grey levels of spread below which a scan is not stretched further: that is noise."""
SHIFTS = np.arange(-2, 3) / 64
"""Of the side: how far down or right copies may be shifted."""
DOWN, RIGHT = np.arange(-WAVES, WAVES + 1), np.arange(WAVES + 1)
TWICE = np.where(RIGHT == 0, 1, 2).astype(np.float32)
"""Waves to the right stand for their mirror images too."""
TURNS = np.einsum(
    "us,vt->uvst", *(np.exp(-2j * np.pi * np.outer(of, SHIFTS)) for of in (DOWN, RIGHT))
)
TURNS = TURNS.reshape(-1, len(SHIFTS) ** 2).astype(np.complex64)
"""``(45, 25)``: how each shift turns the phase of each wave."""


def spectra(grey: np.ndarray, mean: np.ndarray, spread: np.ndarray) -> np.ndarray:
    """``(m, COUNT)`` float16 of ``(m, side, side)`` uint8 and its ``(m,)`` mean and spread."""
    m, side, _ = grey.shape
    waves = _waves(side)
    across = grey.reshape(m * side, side).astype(np.float32) @ waves
    both = waves.T @ across.reshape(m, side, -1)
    both -= mean[:, None, None] * np.outer(waves.sum(axis=0), waves.sum(axis=0))
    both /= np.maximum(spread, FAINT)[:, None, None]
    return both.reshape(m, COUNT).astype(np.float16)


def sizes(spectra: np.ndarray) -> np.ndarray:
    """``(m, 45)`` float32, equal for shifted scans; roots, so that a few waves do not rule."""
    return np.sqrt(np.abs(_coefficients(spectra))).reshape(len(spectra), DOWN.size * RIGHT.size)


def agreement(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """``(p,)``, up to 1: the correlation of pairs of ``(p, COUNT)`` spectra at their best shift."""
    a, b = _coefficients(one), _coefficients(other)
    crossed = (a * b.conj() * TWICE).reshape(len(a), len(TURNS))
    match = (crossed @ TURNS).real.max(axis=1, initial=-1)
    energy = [np.sqrt((np.abs(x) ** 2 * TWICE).sum(axis=(1, 2))) for x in (a, b)]
    return match / np.maximum(energy[0] * energy[1], 1e-12)


def _waves(side: int) -> np.ndarray:
    """``(side, 9)``: cosines of 0 to `WAVES` waves, then sines of 1 to `WAVES`, fading to 0 at the
    edges so that what a shift moves out of sight counts little."""
    at = (np.arange(side) + 0.5) / side
    angle = 2 * np.pi * at[:, None] * RIGHT
    waves = np.concatenate([np.cos(angle), np.sin(angle[:, 1:])], axis=1)
    return (waves * np.sin(np.pi * at)[:, None] / side).astype(np.float32)


def _coefficients(spectra: np.ndarray) -> np.ndarray:
    """``(m, 9, 5)`` complex64: -4 to 4 waves down, 0 to 4 to the right."""
    table = spectra.astype(np.float32).reshape(-1, 2 * WAVES + 1, 2 * WAVES + 1)
    cosines, sines = table[:, : WAVES + 1], np.zeros_like(table[:, : WAVES + 1])
    sines[:, 1:] = table[:, WAVES + 1 :]
    even, odd = _halves(cosines), _halves(sines)
    down = np.concatenate([(even + 1j * odd)[:, :0:-1], even - 1j * odd], axis=1)
    return down.astype(np.complex64, copy=False)


def _halves(table: np.ndarray) -> np.ndarray:
    """``(m, 5, 5)`` complex: of each row its cosines minus i times its sines to the right."""
    sines = np.zeros_like(table[:, :, : WAVES + 1])
    sines[:, :, 1:] = table[:, :, WAVES + 1 :]
    return table[:, :, : WAVES + 1] - 1j * sines
