"""The scans a network learnt from, as numbers: what a new scan is held against.

Four things are learnt from them: where they lie (`mlcore.inspect.embedding`), how often each grey
level is in them, which few grey pictures they are sums of, and which few patterns of edges. What
those sums leave over is the
reconstruction error of principal components, by which strange data have been told since Jackson and
Mudholkar 1979, "Control procedures for residuals associated with principal component analysis".
"""

import hashlib
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
import scipy.linalg

from mlcore.data.selected import Pixels
from mlcore.inspect import chunks, embedding
from mlcore.inspect.distances import squared_distances
from mlcore.inspect.embedding import Embedder, is_plain
from mlcore.inspect.features import features, greyscale
from mlcore.inspect.one_core import one_core

PICTURE_SIDE = 32
PICTURES, PATTERNS = 48, 100
"""Principal components of grey values and of edges."""
TONES = 16
"""Steps from black to white in which grey levels are counted."""
SAMPLE = 4000
"""Scans the components are learnt from; more change nothing."""
FAINT = 1.0
"""Grey levels of contrast below which a scan's error is not set against its contrast."""
NO_SPREAD = 1e-4
NEIGHBOURS = 5
SAME = 0.01
"""Distance in the embedding below which two scans are one: copies say nothing of how far strangers
lie."""
EMPTY_DIGEST = np.empty((0, 16), np.uint8)


@dataclass(frozen=True)
class Components:
    """Principal components, and what is left of something when it is written as a sum of them."""

    middle: np.ndarray
    """``(k,)`` float32."""
    scale: np.ndarray
    """``(k,)`` float32: numbers are divided by it first."""
    axes: np.ndarray
    """``(c, k)`` float32, orthonormal."""

    def error(self, values: np.ndarray) -> np.ndarray:
        """Root mean square of what the sum leaves over: ``(m,)`` of ``(m, k)``."""
        centred = (values - self.middle) / self.scale
        left = centred - (centred @ self.axes.T) @ self.axes
        return np.sqrt((left**2).mean(axis=1))

    @classmethod
    def fit(cls, sample: np.ndarray, count: int, standard: bool) -> "Components":
        """Of ``(m, k)``; ``standard`` lets every number weigh the same."""
        middle, spread = sample.mean(axis=0), sample.std(axis=0)
        scale = np.maximum(spread, NO_SPREAD) if standard else np.ones_like(spread)
        centred = (sample - middle) / scale
        k = sample.shape[1]
        count = min(count, k, max(1, len(sample) // 2))
        axes = scipy.linalg.eigh(centred.T @ centred, subset_by_index=[k - count, k - 1])[1].T
        return cls(middle, scale, np.ascontiguousarray(axes, np.float32))


@dataclass(frozen=True)
class Familiar:
    """What was learnt from ``n`` training scans."""

    embedder: Embedder
    pictures: Components
    patterns: Components
    values: np.ndarray
    """``(n, k)`` float16: places in the embedding; 0 for plain scans."""
    tones: np.ndarray
    """``(n, TONES)`` float32: see `tones`."""
    plain: np.ndarray
    """``(n,)`` bool: scans of one grey value, which nothing can be like."""
    digests: np.ndarray
    """``(n, 16)`` uint8: equal for equal pixels."""

    def __len__(self) -> int:
        return len(self.plain)

    @cached_property
    def places(self) -> np.ndarray:
        """``values`` in single precision, quick to calculate with."""
        return np.asarray(self.values, np.float32)

    def distances(self, scans: np.ndarray) -> np.ndarray:
        """``(m, n)`` float32 from ``(m, side, side, channels)`` uint8 to every training scan;
        infinite to plain ones. Two scans picked at random are about 1.4 apart."""
        far = np.sqrt(squared_distances(self.embedder(scans), self.places))
        far[:, self.plain] = np.inf
        return far

    def measures(self, scans: np.ndarray, far: np.ndarray | None = None) -> np.ndarray:
        """``(m, 4)`` float32, each growing with strangeness: the mean distance to the nearest
        training scans, the same by grey levels alone, the error of the grey picture as a share of
        its contrast, and the error of the edges. ``far``: what `distances` gives, where known."""
        far = self.distances(scans) if far is None else far
        far = np.where(far < SAME, np.inf, far)
        unlike = np.sqrt(squared_distances(tones(scans), self.tones[~self.plain]))
        grey = pictures(scans)
        share = self.pictures.error(grey) / np.maximum(grey.std(axis=1), FAINT)
        edges = self.patterns.error(features(scans))
        return np.stack([_nearest(far), _nearest(unlike), share, edges], axis=1)

    def same(self, scan: np.ndarray) -> np.ndarray:
        """Positions ``(k,)`` of training scans with the very pixels of ``(side, side, channels)``
        uint8."""
        return np.flatnonzero((self.digests == digests(scan[None])).all(axis=1))


@one_core
def fit(pixels: Pixels, rows: np.ndarray, seed: int = 0) -> Familiar:
    """Learn from the scans at ``rows``; plain ones count for copies only."""
    n = len(rows)
    plain, marks = np.zeros(n, bool), np.zeros((n, 16), np.uint8)
    levels = np.zeros((n, TONES), np.float32)
    steps = [slice(i, min(i + 512, n)) for i in range(0, n, 512)]
    for step in steps:
        scans = chunks.read(pixels, rows[step])
        plain[step], marks[step], levels[step] = is_plain(scans), digests(scans), tones(scans)
    lit = rows[~plain]
    drawn = np.sort(np.random.default_rng(seed).permutation(lit)[:SAMPLE])
    sample = chunks.read(pixels, drawn)
    embedder = embedding.fit(sample, seed)
    found = np.zeros((n, len(embedder.offset)), np.float16)
    for step in steps:
        some = np.flatnonzero(~plain[step]) + step.start
        if len(some):
            found[some] = embedder(chunks.read(pixels, rows[some]))
    edges = [features(sample[i : i + 64]) for i in range(0, len(sample), 64)]
    return Familiar(
        embedder,
        Components.fit(pictures(sample), PICTURES, standard=False),
        Components.fit(np.concatenate(edges), PATTERNS, standard=True),
        found,
        levels,
        plain,
        marks,
    )


def _nearest(far: np.ndarray) -> np.ndarray:
    """``(m,)`` mean distance to the nearest few of ``(m, n)``."""
    count = min(NEIGHBOURS, far.shape[1])
    return np.partition(far, count - 1, axis=1)[:, :count].mean(axis=1)


def tones(scans: np.ndarray) -> np.ndarray:
    """``(m, TONES)`` float32 of ``(m, side, side, channels)`` uint8: roots of the shares of pixels
    in each step of grey, so that distances are those of Hellinger."""
    step = greyscale(scans).reshape(len(scans), -1) // (256 // TONES)
    counted = [np.bincount(each, minlength=TONES) for each in step]
    return np.sqrt(np.reshape(counted, (-1, TONES)) / max(1, step.shape[1])).astype(np.float32)


def pictures(scans: np.ndarray) -> np.ndarray:
    """``(m, PICTURE_SIDE²)`` float32 grey values of ``(m, side, side, channels)`` uint8."""
    size = (PICTURE_SIDE, PICTURE_SIDE)
    grey = [cv2.resize(scan, size, interpolation=cv2.INTER_AREA) for scan in greyscale(scans)]
    return np.reshape(grey, (len(scans), -1)).astype(np.float32)


def digests(scans: np.ndarray) -> np.ndarray:
    """``(m, 16)`` uint8: equal for scans with equal pixels."""
    found = [np.frombuffer(digest(scan), np.uint8) for scan in scans]
    return np.stack(found) if found else EMPTY_DIGEST


def digest(scan: np.ndarray) -> bytes:
    """16 bytes told by shape and pixels of one ``(side, side, channels)`` uint8."""
    return hashlib.blake2b(
        np.ascontiguousarray(scan), digest_size=16, salt=str(scan.shape).encode()[:16]
    ).digest()
