"""Convolutions that multiply less often, in NumPy.

Winograd's way, as Lavin & Gray 2016, "Fast Algorithms for Convolutional Neural Networks", arXiv
1509.09308, have it for networks: tiles of 6×6 pixels and the kernel are changed so that their
convolution becomes 36 products, each of them a matrix product over tiles and channels. A kernel of
3×3 gives 4×4 answers a tile with 36 instead of 144 multiplications, one of 5×5 gives 2×2 with 36
instead of 100; and so do both gradients. Answers differ by roundings.

Some pictures at a time go all the way, so tiles need little memory. Cores share the pictures, and
for the products the 36 cells of tiles: so sums do not depend on how many cores there are.
"""

import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, cached_property, partial

import numpy as np
from threadpoolctl import threadpool_limits

from mlcore.train import buffers
from mlcore.train.tiles import SIDE, gather, scatter

POINTS = (0, 1, -1, 2, -2)
"""At which the polynomials are known, and at infinity."""
INPUT = np.array(
    [
        [4, 0, -5, 0, 1, 0],
        [0, -4, -4, 1, 1, 0],
        [0, 4, -4, -1, 1, 0],
        [0, -2, -1, 2, 1, 0],
        [0, 2, -1, -2, 1, 0],
        [0, 4, 0, -5, 0, 1],
    ],
    np.float32,
)
PIXELS = np.ascontiguousarray(INPUT.T)
CELLS = SIDE**2
CORES = os.cpu_count() or 1
AT_ONCE = 2048
"""Tiles that go all the way together; more need more memory and are hardly quicker."""
ENOUGH = 4_000_000
"""Multiplications saved for a picture, from which on it is worth the calls."""
EACH = 44
"""Those saved for each number of a tile, from which on it is worth moving them there and back."""


def kernel_matrix(size: int) -> np.ndarray:
    """``(36, size²)``: a kernel as a polynomial of both directions, at each pair of points."""
    distances = [np.prod([p - q for q in POINTS if q != p]) for p in POINTS]
    rows = [[p**k / d for k in range(size)] for p, d in zip(POINTS, distances, strict=True)]
    matrix = np.array([*rows, _at_infinity(size)], np.float32)
    return np.kron(matrix, matrix)


def answer_matrix(size: int) -> np.ndarray:
    """``(7 − size, 6)``: the products of a tile to its answers, in one direction."""
    answers = SIDE + 1 - size
    columns = [[p**k for k in range(answers)] for p in POINTS]
    return np.stack([*columns, _at_infinity(answers)], axis=1).astype(np.float32)


def _at_infinity(size: int) -> list[int]:
    return [0] * (size - 1) + [1]


@dataclass(frozen=True)
class Winograd:
    """A convolution with a kernel of ``size × size``, 3 or 5, at every place of pictures of ``side
    = (h, w)``, with ``pad`` rows and columns of zeros around them.

    Kernels come as ``(36, c, d)``, which is `kernel_matrix` times ``(size², c·d)``.
    """

    side: tuple[int, int]
    size: int
    pad: int

    @property
    def step(self) -> int:
        """Rows and columns of answers that a tile gives."""
        return SIDE + 1 - self.size

    @property
    def answered(self) -> tuple[int, int]:
        """Rows and columns of the answer."""
        high, wide = self.side
        return high + 2 * self.pad - self.size + 1, wide + 2 * self.pad - self.size + 1

    @property
    def grid(self) -> tuple[int, int]:
        """Tiles, down and across."""
        high, wide = self.answered
        return -(-high // self.step), -(-wide // self.step)

    def is_worth(self, channels: int, filters: int) -> bool:
        """Whether it is quicker than multiplying; by measurements on two cores with AVX2."""
        high, wide = self.answered
        down, across = self.grid
        cells = down * across * CELLS
        saved = (high * wide * self.size**2 - cells) * channels * filters
        return saved >= max(ENOUGH, EACH * cells * (channels + filters))

    def answers(self, pictures: np.ndarray, kernels: np.ndarray) -> np.ndarray:
        """Of ``pictures (n, *side, c)``: ``(n, *answered, d)``."""
        answers = buffers.take((len(pictures), *self.answered, kernels.shape[2]))
        for some in self._portions(len(pictures)):
            tiles = self._gathered(pictures[some], INPUT, self.pad)
            products = buffers.take((*tiles.shape[:2], kernels.shape[2]))
            _share_cells(_multiply, tiles, kernels, products)
            self._scatter(products, self._answering, 0, answers[some])
        return answers

    def gradients(
        self, pictures: np.ndarray, kernels: np.ndarray, errors: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Of pictures and kernels, from those of the answers."""
        back, learnt, more = map(buffers.take, (pictures.shape, kernels.shape, kernels.shape))
        learnt[:] = 0
        for some in self._portions(len(pictures)):
            tiles = self._gathered(pictures[some], INPUT, self.pad)
            products = self._gathered(errors[some], self._spreading, 0)
            _share_cells(_multiply_and_add, tiles.transpose(0, 2, 1), products, more, learnt)
            _share_cells(_multiply, products, kernels.transpose(0, 2, 1), tiles)
            self._scatter(tiles, PIXELS, self.pad, back[some])
        return back, learnt

    def _portions(self, count: int) -> Iterator[slice]:
        down, across = self.grid
        size = -(-AT_ONCE // (down * across))
        return (slice(first, first + size) for first in range(0, count, size))

    def _gathered(self, pictures: np.ndarray, matrix: np.ndarray, pad: int) -> np.ndarray:
        count, _, _, channels = pictures.shape
        down, across = self.grid
        tiles = buffers.take((CELLS, count * down * across, channels))
        _share(count, partial(gather, pictures, matrix, self.step, pad, self.grid, tiles))
        return tiles

    def _scatter(
        self, tiles: np.ndarray, matrix: np.ndarray, pad: int, pictures: np.ndarray
    ) -> None:
        work = partial(scatter, tiles, matrix, self.step, pad, self.grid, pictures)
        _share(len(pictures), work)

    @cached_property
    def _answering(self) -> np.ndarray:
        return answer_matrix(self.size)

    @cached_property
    def _spreading(self) -> np.ndarray:
        return np.ascontiguousarray(np.pad(self._answering.T, ((0, 0), (0, SIDE - self.step))))


def _multiply(one: np.ndarray, other: np.ndarray, product: np.ndarray) -> None:
    np.matmul(one, other, out=product)


def _multiply_and_add(
    one: np.ndarray, other: np.ndarray, product: np.ndarray, total: np.ndarray
) -> None:
    total += np.matmul(one, other, out=product)


def _share_cells(work: Callable[..., None], *arrays: np.ndarray) -> None:
    """Let each core do ``work`` with some of the first dimension of ``arrays``."""
    _share(CELLS, lambda first, last: work(*(array[first:last] for array in arrays)))


def _share(count: int, work: Callable[[int, int], None]) -> None:
    """Let each core do ``work`` from one number below ``count`` to another."""
    edges = [count * core // CORES for core in range(CORES + 1)]
    deque(_cores().map(work, edges[:-1], edges[1:]), maxlen=0)


@cache
def _cores() -> ThreadPoolExecutor:
    # A matrix product of one core needs no others; NumPy's would all take part in each of them.
    threadpool_limits(1, user_api="blas")
    return ThreadPoolExecutor(CORES)
