"""Tiles are taken from pictures and put back where they were."""

import runpy
from collections import namedtuple

import numba
import numpy as np
import pytest

from mlcore.train import tiles
from mlcore.train.tiles import SIDE

Tiling = namedtuple("Tiling", "grid step pad")
UNCHANGED = np.eye(SIDE, dtype=np.float32)
TILINGS = [
    (Tiling((2, 3), 4, 1), (8, 12)),
    (Tiling((3, 2), 4, 0), (11, 9)),
    (Tiling((2, 2), 2, 2), (4, 3)),
    (Tiling((1, 1), 2, 0), (2, 6)),
    (Tiling((1, 2), 4, 1), (13, 30)),
]


def drawn(*shape: int) -> np.ndarray:
    return np.random.default_rng(sum(shape)).normal(size=shape).astype(np.float32)


def gathered(tiling: Tiling, pictures: np.ndarray, matrix: np.ndarray) -> np.ndarray:
    (down, across), step, pad = tiling
    n, _, _, channels = pictures.shape
    filled = np.full((SIDE**2, n * down * across, channels), np.nan, np.float32)
    for first, last in ((0, n // 2), (n // 2, n)):
        tiles.gather(pictures, matrix, step, pad, (down, across), filled, first, last)
    return filled


def scattered(
    tiling: Tiling, cells: np.ndarray, matrix: np.ndarray, side: tuple[int, int]
) -> np.ndarray:
    grid, step, pad = tiling
    n = cells.shape[1] // (grid[0] * grid[1])
    filled = np.full((n, *side, cells.shape[2]), np.nan, np.float32)
    for first, last in ((0, n // 2), (n // 2, n)):
        tiles.scatter(cells, matrix, step, pad, grid, filled, first, last)
    return filled


@pytest.mark.parametrize(("tiling", "side"), TILINGS)
def test_a_tile_holds_the_pixels_at_its_place_and_zeros_outside(tiling, side):
    pictures = drawn(3, *side, 5)
    (down, across), far = tiling.grid, 40
    framed = np.pad(pictures, [(0, 0), (tiling.pad, far), (tiling.pad, far), (0, 0)])
    cells = gathered(tiling, pictures, UNCHANGED).reshape(SIDE, SIDE, 3, down, across, 5)
    for y in range(down):
        for x in range(across):
            top, left = y * tiling.step, x * tiling.step
            expected = framed[:, top : top + SIDE, left : left + SIDE].transpose(1, 2, 0, 3)
            np.testing.assert_array_equal(cells[:, :, :, y, x], expected)


def test_a_tile_is_changed_by_the_matrix_from_both_sides():
    pictures, matrix = drawn(1, SIDE, SIDE, 4), drawn(SIDE, SIDE)
    cells = gathered(Tiling((1, 1), 4, 0), pictures, matrix).reshape(SIDE, SIDE, 4)
    expected = np.einsum("ai,bj,ijc->abc", matrix, matrix, pictures[0])
    np.testing.assert_allclose(cells, expected, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize(("tiling", "side"), TILINGS)
@pytest.mark.parametrize("size", [2, 4, 6])
def test_scattering_is_the_transpose_of_gathering(tiling, side, size):
    """⟨gather(x), t⟩ = ⟨x, scatter(t)⟩ for any x and t."""
    pictures, matrix = drawn(4, *side, 3), drawn(SIDE, size)
    square = np.pad(matrix, ((0, 0), (0, SIDE - size)))
    cells = drawn(SIDE**2, 4 * tiling.grid[0] * tiling.grid[1], 3)
    back = scattered(tiling, cells, np.ascontiguousarray(matrix.T), side)
    one = np.vdot(gathered(tiling, pictures, square).astype(float), cells)
    other = np.vdot(pictures.astype(float), back)
    assert one == pytest.approx(other, rel=1e-4, abs=1e-3)


def test_where_nothing_can_be_kept_on_disk_it_is_compiled_all_the_same():
    place = {}
    exec("def double(x): return 2 * x", place)
    with pytest.raises(RuntimeError, match="cannot cache"):
        numba.njit(place["double"], cache=True)
    assert tiles.compiled(place["double"])(21) == 42


@pytest.mark.parametrize("kind", ["nbi", "nbc"])
def test_damaged_code_on_disk_is_compiled_anew(tmp_path, kind):
    source = tmp_path / "doubling.py"
    source.write_text("def double(x): return 2 * x")

    def double():
        return tiles.compiled(runpy.run_path(str(source))["double"])

    assert double()(21) == 42
    (file,) = tmp_path.rglob(f"*.{kind}")
    file.write_bytes(file.read_bytes()[:10])
    assert double()(21) == 42
