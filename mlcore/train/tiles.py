"""Pictures to overlapping tiles and back, each tile changed by a matrix from both sides.

What of a Winograd convolution (`mlcore.train.winograd`) is no matrix product. `mlcore.train.
tile_kernels` does it for one picture after the other, here all cores have some of them.
"""

import os
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache

import numpy as np

from mlcore.train import buffers, tile_kernels
from mlcore.train.tile_kernels import SIDE

CORES = os.cpu_count() or 1


@dataclass(frozen=True)
class Tiling:
    """``grid = (down, across)`` tiles, one every ``step`` pixels, the first of them ``pad`` pixels
    outside the picture."""

    grid: tuple[int, int]
    step: int
    pad: int

    def gather(self, pictures: np.ndarray, matrix: np.ndarray) -> np.ndarray:
        """``matrix · tile · matrixᵀ`` of ``pictures (n, h, w, c)`` as ``(36, n · down · across,
        c)``; ``matrix`` is ``(6, 6)``, and what is outside counts as 0."""
        n, _, _, channels = pictures.shape
        down, across = self.grid
        tiles = buffers.take((SIDE**2, n * down * across, channels))
        how = matrix, self.step, self.pad, self.grid
        _on_all_cores(n, lambda *some: tile_kernels.gather(pictures, *how, tiles, *some))
        return tiles

    def scatter(self, tiles: np.ndarray, matrix: np.ndarray, side: tuple[int, int]) -> np.ndarray:
        """Pictures ``(n, *side, c)``: the sum of ``matrix · tile · matrixᵀ`` of ``tiles (36, n ·
        down · across, c)``, each at its place; ``matrix`` is ``(m, 6)``, and what is outside is
        left out."""
        _, count, channels = tiles.shape
        down, across = self.grid
        n = count // (down * across)
        pictures = buffers.take((n, *side, channels))
        how = matrix, self.step, self.pad, self.grid
        _on_all_cores(n, lambda *some: tile_kernels.scatter(tiles, *how, pictures, *some))
        return pictures


def _on_all_cores(count: int, work: Callable[[int, int], None]) -> None:
    edges = [count * core // CORES for core in range(CORES + 1)]
    deque(_threads().map(work, edges[:-1], edges[1:]), maxlen=0)


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(CORES)
