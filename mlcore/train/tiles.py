"""Pictures to overlapping tiles and back, each tile changed by a matrix from both sides.

What of a Winograd convolution (`mlcore.train.winograd`) is no matrix product: numbers on their way,
compiled by Numba. All is float32 and contiguous. Sums of six are written out because the compiler
makes them a few instructions for eight numbers at once; it does not where rows are counted in a
loop.
"""

from collections.abc import Callable

import numba
import numpy as np

SIDE = 6
"""Rows and columns of a tile."""
SETTINGS = {"nogil": True, "fastmath": {"contract"}}
Array = Row = np.ndarray


def compiled(function: Callable) -> Callable:
    """By Numba; kept on disk for the next process where there is a place for it, and compiled anew
    where what was kept is damaged or cannot be written."""
    try:
        kept = numba.njit(function, cache=True, **SETTINGS)
    except RuntimeError:
        return numba.njit(function, **SETTINGS)

    def run(*arguments: object) -> object:
        nonlocal kept
        try:
            return kept(*arguments)
        except Exception:  # of any kind, by what is damaged; a fault of its own comes again
            kept = numba.njit(function, **SETTINGS)
            return kept(*arguments)

    return run


@numba.njit(inline="always")
def _mix(
    mixed: Row, add: bool, matrix: Array, i: int, rows: tuple[Row, Row, Row, Row, Row, Row]
) -> None:
    """``mixed`` is, or gets added, row ``i`` of ``matrix`` times ``rows``."""
    p, q, r = matrix[i, 0], matrix[i, 1], matrix[i, 2]
    s, t, u = matrix[i, 3], matrix[i, 4], matrix[i, 5]
    a, b, c, d, e, f = rows
    for k in range(len(mixed)):
        before = mixed[k] if add else np.float32(0)
        mixed[k] = before + (p * a[k] + q * b[k] + r * c[k] + s * d[k] + t * e[k] + u * f[k])


@compiled
def gather(
    pictures: Array,
    matrix: Array,
    step: int,
    pad: int,
    grid: tuple[int, int],
    tiles: Array,
    first: int,
    last: int,
) -> None:
    """Fill ``tiles (36, n · down · across, c)`` with ``matrix · tile · matrixᵀ`` of pictures
    ``first`` to ``last`` of ``pictures (n, h, w, c)``, where ``grid`` is ``(down, across)`` and
    ``matrix (6, 6)``. A tile begins every ``step`` pixels, the first of them ``pad`` pixels
    outside; what is outside counts as 0.
    """
    _, high, wide, channels = pictures.shape
    down, across = grid
    rows, columns = (down - 1) * step + SIDE, (across - 1) * step + SIDE
    high, wide = min(high, rows - pad), min(wide, columns - pad)
    framed = np.zeros((rows, columns * channels), np.float32)
    strip = np.empty((SIDE, columns * channels), np.float32)
    for n in range(first, last):
        for y in range(high):
            line = pictures[n, y].reshape(-1)
            framed[pad + y, pad * channels : (pad + wide) * channels] = line[: wide * channels]
        for y in range(down):
            top = y * step
            r0, r1, r2 = framed[top], framed[top + 1], framed[top + 2]
            r3, r4, r5 = framed[top + 3], framed[top + 4], framed[top + 5]
            for i in range(SIDE):
                _mix(strip[i], False, matrix, i, (r0, r1, r2, r3, r4, r5))
            for i in range(SIDE):
                for x in range(across):
                    c0 = strip[i, x * step * channels :]
                    c1, c2, c3 = c0[channels:], c0[2 * channels :], c0[3 * channels :]
                    c4, c5 = c0[4 * channels :], c0[5 * channels :]
                    for j in range(SIDE):
                        tile = tiles[SIDE * i + j, (n * down + y) * across + x]
                        _mix(tile, False, matrix, j, (c0, c1, c2, c3, c4, c5))


@compiled
def scatter(
    tiles: Array,
    matrix: Array,
    step: int,
    pad: int,
    grid: tuple[int, int],
    pictures: Array,
    first: int,
    last: int,
) -> None:
    """The other way: fill pictures ``first`` to ``last`` with the sum of ``matrix · tile ·
    matrixᵀ``, each at its place; ``matrix`` is ``(m, 6)``, and what is outside is left out.
    """
    _, high, wide, channels = pictures.shape
    down, across = grid
    size = len(matrix)
    rows = max(pad + high, (down - 1) * step + size)
    columns = max(pad + wide, (across - 1) * step + size)
    framed = np.empty((rows, columns * channels), np.float32)
    strip = np.empty((SIDE, columns * channels), np.float32)
    for n in range(first, last):
        framed[:] = 0
        for y in range(down):
            strip[:] = 0
            for i in range(SIDE):
                for x in range(across):
                    here, k = (n * down + y) * across + x, SIDE * i
                    c0, c1, c2 = tiles[k, here], tiles[k + 1, here], tiles[k + 2, here]
                    c3, c4, c5 = tiles[k + 3, here], tiles[k + 4, here], tiles[k + 5, here]
                    for j in range(size):
                        begin = (x * step + j) * channels
                        pixel = strip[i, begin : begin + channels]
                        _mix(pixel, True, matrix, j, (c0, c1, c2, c3, c4, c5))
            r0, r1, r2, r3, r4, r5 = strip[0], strip[1], strip[2], strip[3], strip[4], strip[5]
            for i in range(size):
                line = framed[y * step + i]
                _mix(line, True, matrix, i, (r0, r1, r2, r3, r4, r5))
        for y in range(high):
            line = framed[pad + y, pad * channels : (pad + wide) * channels]
            pictures[n, y] = line.reshape(wide, channels)
