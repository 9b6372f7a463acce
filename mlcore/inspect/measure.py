"""One pass over all pixels that measures whatever the checks need; nothing is judged here."""

import hashlib
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import cv2
import numpy as np

from mlcore.data.dataset import DataSet
from mlcore.inspect import chunks
from mlcore.inspect.grain import grain
from mlcore.inspect.spectrum import COUNT, spectra
from mlcore.inspect.tone import histograms, tone
from mlcore.progress import Progress, silent

AT_ONCE = 64
"""Scans measured together: what then lies in memory fits a core's own cache."""
SMALL = 1 << 15
"""Bytes of a scan. Below, two threads wait for each other longer than they work."""
COLUMNS = {
    "brightness": "mean grey value",
    "spread": "standard deviation of the grey values",
    "dark_end": "grey value that 5 % of the pixels do not exceed",
    "bright_end": "grey value that 99 % of the pixels do not exceed",
    "contrast": "from the grey value of the darkest 1 % to that of the brightest 1 %",
    "lit": "share of pixels that are not black",
    "commonest": "share of pixels with the commonest grey value",
    "levels": "number of different grey values",
    "sharpness": "fine detail as a share of all that varies in the scan",
    "noise": "standard deviation of the noise in grey levels",
    "darkest": "smallest value of any channel",
    "brightest": "largest value of any channel",
    "colour": "1 where the channels differ, 0 where the scan is grey",
}


@dataclass(frozen=True)
class Measurements:
    """What the pixels of ``n`` scans are like."""

    columns: dict[str, np.ndarray]
    """``(n,)`` float32 for each name of `COLUMNS`."""
    digests: np.ndarray
    """``(n, 2)`` uint64, equal where all pixels are (BLAKE2b, 128 bits)."""
    spectra: np.ndarray
    """``(n, COUNT)`` float16, see `mlcore.inspect.spectrum`."""

    @property
    def plain(self) -> np.ndarray:
        """``(n,)`` bool: one value throughout, so that there is nothing to see."""
        return self.columns["darkest"] == self.columns["brightest"]

    @property
    def black(self) -> np.ndarray:
        """``(n,)`` bool: every pixel is 0."""
        return self.columns["brightest"] == 0


def measure(data: DataSet, progress: Progress = silent) -> Measurements:
    """Read every scan once."""
    n = len(data)
    found = Measurements(
        {name: np.empty(n, np.float32) for name in COLUMNS},
        np.empty((n, 2), np.uint64),
        np.empty((n, COUNT), np.float16),
    )

    def chunk(rows: slice) -> int:
        scans = chunks.read(data.pixels, rows)
        for start in range(0, len(scans), AT_ONCE):
            few = scans[start : start + AT_ONCE]
            _measure(few, found, slice(rows.start + start, rows.start + start + len(few)))
        return rows.stop

    small = np.prod(data.pixels.shape[1:]) < SMALL
    with ThreadPoolExecutor(1 if small else os.cpu_count()) as pool:
        for done in pool.map(chunk, chunks.slices(data.pixels)):
            progress("measuring scans", done, n)
    return found


def _measure(scans: np.ndarray, found: Measurements, at: slice) -> None:
    """Measure ``(m, side, side, channels)`` scans into the rows ``at``."""
    flat = scans.reshape(len(scans), -1)
    grey = _grey(scans)
    of_tone = tone(histograms(grey))
    columns = {
        **of_tone,
        **grain(grey, of_tone["spread"]),
        "darkest": flat.min(axis=1),
        "brightest": flat.max(axis=1),
        "colour": (scans != scans[..., :1]).any(axis=(1, 2, 3)) if scans.shape[3] > 1 else 0,
    }
    for name, values in columns.items():
        found.columns[name][at] = values
    digests = b"".join(hashlib.blake2b(scan, digest_size=16).digest() for scan in flat)
    found.digests[at] = np.frombuffer(digests, np.uint64).reshape(-1, 2)
    found.spectra[at] = spectra(grey, of_tone["brightness"], of_tone["spread"])


def _grey(scans: np.ndarray) -> np.ndarray:
    """``(m, side, side)`` brightness of ``(m, side, side, channels)``."""
    m, side, _, channels = scans.shape
    if channels == 1:
        return scans[..., 0]
    return cv2.cvtColor(scans.reshape(m * side, side, 3), cv2.COLOR_RGB2GRAY).reshape(m, side, side)
