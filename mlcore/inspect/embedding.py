"""Every scan as a short row of numbers, such that scans that look alike lie close together.

The principal components of `features`, fitted on a sample, each divided by the root of its own
spread. Halfway between plain components and components of equal spread, neighbours are found as
well as anywhere, and a cheap model of the labels does best.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import scipy.linalg

from mlcore.data.dataset import DataSet
from mlcore.data.selected import Pixels
from mlcore.inspect import chunks
from mlcore.inspect.features import COUNT, EDGES, features
from mlcore.inspect.one_core import one_core
from mlcore.progress import Progress, silent

SIZE = 128
"""Numbers a scan; fewer where there are fewer scans to fit on."""
SAMPLE = 4000
"""Scans to fit on: five for each feature, and more of them change nothing."""
AT_ONCE = 64
"""Scans whose features are computed together: what then lies in memory fits a core's own cache."""
BLOCK = 4096
"""Rows of an embedding worked on together."""
NO_SPREAD, LEAST = 1e-4, 1e-5
"""Spread of a feature that is none, and share of the largest spread that a component needs: below
lies rounding."""


@dataclass(frozen=True)
class Embedder:
    """Turns pixels into the numbers of one data set, also those of a scan that is not in it."""

    weights: np.ndarray
    """``(COUNT, k)`` float32."""
    offset: np.ndarray
    """``(k,)`` float32."""

    def __call__(self, scans: np.ndarray) -> np.ndarray:
        """``(m, k)`` float32 of ``(m, side, side, channels)`` uint8, any side."""
        parts = [features(scans[i : i + AT_ONCE]) for i in range(0, len(scans), AT_ONCE)]
        return np.concatenate(parts) @ self.weights - self.offset


@dataclass(frozen=True)
class Embedding:
    """All scans of a data set; their mean squared distance from the middle is 1."""

    values: np.ndarray
    """``(n, k)`` float16, components in falling order of spread; 0 for plain scans."""
    plain: np.ndarray
    """``(n,)`` bool: scans of one grey value throughout, such as black ones, which look like
    nothing and would pull everything else together."""
    embedder: Embedder

    def __len__(self) -> int:
        return len(self.values)

    def of(self, rows: np.ndarray | slice) -> np.ndarray:
        """``(m, k)`` float32: half precision is for keeping, too slow to calculate with."""
        return np.asarray(self.values[rows], np.float32)

    def over(self, work: Callable[[slice, np.ndarray], None]) -> None:
        """Let every core do ``work(positions, values)`` on blocks of ``(m, k)`` float32.

        ``work`` may only write where its own positions are.
        """
        stretches = [
            slice(start, min(start + BLOCK, len(self))) for start in range(0, len(self), BLOCK)
        ]
        for _ in chunks.on_all_cores(lambda rows: work(rows, self.of(rows)), stretches):
            pass

    def sample(self, count: int, rng: np.random.Generator) -> np.ndarray:
        """Sorted positions of up to ``count`` scans that are not plain."""
        return np.sort(rng.permutation(np.flatnonzero(~self.plain))[:count])

    def save(self, folder: Path) -> None:
        """Write ``embedding.npy`` and ``embedder.npz`` into an existing folder."""
        np.save(folder / "embedding.npy", self.values)
        np.savez(folder / "embedder.npz", plain=self.plain, **vars(self.embedder))

    @classmethod
    def load(cls, folder: Path) -> "Embedding":
        """What `save` wrote, with ``values`` left on disk; `OSError` where there is nothing."""
        with np.load(folder / "embedder.npz") as rest:
            embedder = Embedder(rest["weights"], rest["offset"])
            return cls(np.load(folder / "embedding.npy", "r"), rest["plain"], embedder)


@one_core
def embed(data: DataSet, seed: int = 0, progress: Progress = silent) -> Embedding:
    """Fit on a sample drawn with ``seed``, then go through all scans once."""
    embedder = fit(data.pixels, seed)
    values = np.zeros((len(data), len(embedder.offset)), np.float16)
    plain = np.zeros(len(data), bool)

    def work(rows: slice, scans: np.ndarray) -> None:
        plain[rows] = is_plain(scans)
        values[rows] = np.where(plain[rows, None], 0, embedder(scans))

    for done in chunks.over(data.pixels, work):
        progress("describing scans", done, len(data))
    return Embedding(values, plain, embedder)


@one_core
def fit(pixels: Pixels, seed: int = 0) -> Embedder:
    """The embedder of ``(n, side, side, channels)`` scans, plain ones left out."""
    found = [np.empty((0, COUNT), np.float32)]
    rows = np.random.default_rng(seed).permutation(len(pixels))[: 2 * SAMPLE]
    for start in range(0, len(rows), AT_ONCE):
        scans = chunks.read(pixels, rows[start : start + AT_ONCE])
        found.append(features(scans[~is_plain(scans)]))
        if sum(map(len, found)) >= SAMPLE:
            break
    return _principal(np.concatenate(found))


def is_plain(scans: np.ndarray) -> np.ndarray:
    """``(m,)`` bool of ``(m, side, side, channels)``: one grey value throughout."""
    flat = scans.reshape(len(scans), -1)
    return flat.min(axis=1) == flat.max(axis=1)


def _principal(sample: np.ndarray) -> Embedder:
    """From ``(m, COUNT)`` features; edges and grey values weigh the same in all."""
    nothing = Embedder(np.zeros((COUNT, 1), np.float32), np.zeros(1, np.float32))
    if len(sample) < 2:
        return nothing
    middle, spread = sample.mean(axis=0), sample.std(axis=0)
    spread[:EDGES] *= np.sqrt(EDGES)
    spread[EDGES:] = np.linalg.norm(spread[EDGES:])
    scale = np.divide(1, spread, out=np.zeros_like(spread), where=spread > NO_SPREAD)
    centred = (sample - middle) * scale
    covariance = centred.T @ centred / len(sample)
    variance, axes = scipy.linalg.eigh(covariance, subset_by_index=[COUNT - SIZE, COUNT - 1])
    kept = np.flatnonzero(variance > LEAST * max(variance[-1], NO_SPREAD))[::-1][: len(sample) - 1]
    if not len(kept):
        return nothing
    variance, axes = variance[kept], axes[:, kept]
    axes = axes * np.sign(axes[np.abs(axes).argmax(axis=0), np.arange(len(kept))])
    size = np.sqrt(np.sqrt(variance).sum())
    weights = scale[:, None] * axes / variance**0.25 / size
    return Embedder(weights, middle @ weights)
