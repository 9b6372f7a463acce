"""Scans that are nearly the same: which pairs to look at, and which of them are the same picture.

First the slow waves of all scans are compared (`spectrum`, `neighbours`), which leaves a pair or
two a scan; then those that agree well are compared as pictures (`alignment`).
"""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from mlcore.data.selected import Pixels
from mlcore.inspect import spectrum
from mlcore.inspect.alignment import unlikeness
from mlcore.inspect.neighbours import is_complete, neighbours
from mlcore.progress import Progress, silent

AGREE = 0.975
"""Of the slow waves; 99 in 100 scans changed as copies are (see tests) agree better."""
SAME = 0.12
"""Share of shapes left unexplained. Copies with noise, compression, another gamma, a crop or a
shift of two pixels stay below; X-rays of the same patient (0.2), photographs of different eyes
(0.16) and scans of imaginary people (0.18) do not."""
SIZE = 20
SAMPLE = 4000
"""Scans from which the directions of greatest spread are found."""
AT_ONCE = 1 << 13
FEW = 256


@dataclass(frozen=True)
class Near:
    """Pairs of scans that show the same but are not equal."""

    pairs: np.ndarray
    """``(k, 2)`` positions, the smaller first."""
    unlike: np.ndarray
    """``(k,)`` share of the shapes that one has and the other has not, up to `SAME`."""
    complete: bool
    """Whether every pair was compared; else a few may be missing."""


def near(
    pixels: Pixels, spectra: np.ndarray, rows: np.ndarray, progress: Progress = silent
) -> Near:
    """Search among ``rows``, ``(k,)`` positions of scans that differ from each other.

    ``spectra``: ``(n, COUNT)`` of all scans.
    """
    pairs = rows[neighbours(_vectors(spectra, rows), progress=progress)]
    chosen = [
        few[spectrum.agreement(spectra[few[:, 0]], spectra[few[:, 1]]) >= AGREE]
        for few in _portions(pairs, AT_ONCE)
    ]
    pairs = np.concatenate([np.empty((0, 2), np.int64), *chosen])
    unlike = _unlike(pixels, pairs, progress)
    same = unlike <= SAME
    return Near(pairs[same], unlike[same], is_complete(len(rows)))


def _vectors(spectra: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """``(k, SIZE)`` float32: what tells scans apart, halfway to equal spread in all directions."""
    drawn = np.random.default_rng(0).permutation(rows)[:SAMPLE]
    sample = spectrum.sizes(spectra[drawn])
    if len(sample) < 2:
        return np.zeros((len(rows), 1), np.float32)
    middle = sample.mean(axis=0)
    spread, axes = np.linalg.eigh(np.cov(sample - middle, rowvar=False))
    spread, axes = spread[-SIZE:], axes[:, -SIZE:]
    turn = (axes / np.maximum(spread, spread[-1] * 1e-6 + 1e-12) ** 0.25).astype(np.float32)
    found = [(spectrum.sizes(spectra[few]) - middle) @ turn for few in _portions(rows, AT_ONCE)]
    return np.concatenate(found)


def _unlike(pixels: Pixels, pairs: np.ndarray, progress: Progress) -> np.ndarray:
    portions = _portions(pairs, FEW)
    found = [np.empty(0)]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for unlike in pool.map(lambda few: unlikeness(pixels, few), portions):
            found.append(unlike)
            progress("comparing pictures", len(found) - 1, len(portions))
    return np.concatenate(found)


def _portions(values: np.ndarray, size: int) -> list[np.ndarray]:
    return [values[start : start + size] for start in range(0, len(values), size)]
