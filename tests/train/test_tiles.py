"""Tiles are taken from pictures and put back where they were."""

import numpy as np
import pytest

from mlcore.train.tiles import SIDE, Tiling

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


@pytest.mark.parametrize(("tiling", "side"), TILINGS)
def test_a_tile_holds_the_pixels_at_its_place_and_zeros_outside(tiling, side):
    pictures = drawn(3, *side, 5)
    (down, across), far = tiling.grid, 40
    framed = np.pad(pictures, [(0, 0), (tiling.pad, far), (tiling.pad, far), (0, 0)])
    tiles = tiling.gather(pictures, UNCHANGED).reshape(SIDE, SIDE, 3, down, across, 5)
    for y in range(down):
        for x in range(across):
            top, left = y * tiling.step, x * tiling.step
            expected = framed[:, top : top + SIDE, left : left + SIDE].transpose(1, 2, 0, 3)
            np.testing.assert_array_equal(tiles[:, :, :, y, x], expected)


def test_a_tile_is_changed_by_the_matrix_from_both_sides():
    pictures, matrix = drawn(1, SIDE, SIDE, 4), drawn(SIDE, SIDE)
    tiles = Tiling((1, 1), 4, 0).gather(pictures, matrix).reshape(SIDE, SIDE, 4)
    expected = np.einsum("ai,bj,ijc->abc", matrix, matrix, pictures[0])
    np.testing.assert_allclose(tiles, expected, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize(("tiling", "side"), TILINGS)
@pytest.mark.parametrize("size", [2, 4, 6])
def test_scattering_is_the_transpose_of_gathering(tiling, side, size):
    """⟨gather(x), t⟩ = ⟨x, scatter(t)⟩ for any x and t."""
    pictures, matrix = drawn(4, *side, 3), drawn(SIDE, size)
    square = np.pad(matrix, ((0, 0), (0, SIDE - size)))
    tiles = drawn(SIDE**2, 4 * tiling.grid[0] * tiling.grid[1], 3)
    gathered = tiling.gather(pictures, square)
    scattered = tiling.scatter(tiles, np.ascontiguousarray(matrix.T), side)
    one = np.vdot(gathered.astype(float), tiles)
    other = np.vdot(pictures.astype(float), scattered)
    assert one == pytest.approx(other, rel=1e-4, abs=1e-3)


def test_more_cores_than_pictures_leave_none_out():
    pictures = drawn(1, 6, 6, 2)
    tiles = Tiling((1, 1), 4, 0).gather(pictures, UNCHANGED)
    np.testing.assert_array_equal(tiles.reshape(6, 6, 2), pictures[0])
