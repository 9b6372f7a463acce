import numpy as np
import pytest

from mlcore.data.selected import Selected
from mlcore.inspect import chunks
from tests import drawn


@pytest.fixture
def pixels() -> np.ndarray:
    rng = np.random.default_rng(1)
    return drawn.store(rng.integers(0, 256, (50, 8, 8, 3), np.uint8), np.zeros((50, 1))).pixels


@pytest.mark.parametrize(
    "rows", [slice(3, 20), np.array([4, 5, 6, 1, 49, 0]), np.array([7]), np.array([], int)]
)
def test_reading_gives_what_indexing_gives(pixels, rows):
    np.testing.assert_array_equal(chunks.read(pixels, rows), pixels[rows])


def test_a_selection_and_an_array_in_memory_are_read_like_a_file(pixels):
    rows, some = np.array([9, 3, 30, 31]), np.array([2, 3, 0])
    expected = pixels[rows][some]
    np.testing.assert_array_equal(chunks.read(Selected(pixels, rows), some), expected)
    np.testing.assert_array_equal(chunks.read(np.array(pixels)[rows], some), expected)


def test_a_part_of_a_memory_mapped_file_is_not_read_from_the_place_of_the_whole(pixels):
    np.testing.assert_array_equal(chunks.read(pixels[20:], np.array([0, 5])), pixels[[20, 25]])


def test_every_scan_is_in_exactly_one_chunk(pixels, monkeypatch):
    monkeypatch.setattr(chunks, "CHUNK_BYTES", 7 * 192)
    covered = np.zeros(50, int)
    sums = np.zeros(50)

    def work(rows: slice, scans: np.ndarray) -> None:
        covered[rows] += 1
        sums[rows] = scans.sum(axis=(1, 2, 3))

    assert list(chunks.over(pixels, work)) == [7, 14, 21, 28, 35, 42, 49, 50]
    assert (covered == 1).all()
    np.testing.assert_array_equal(sums, pixels.sum(axis=(1, 2, 3)))


def test_an_error_in_one_chunk_is_raised(pixels):
    def work(rows: slice, scans: np.ndarray) -> None:
        raise ValueError(f"{len(scans)} scans from {rows.start} are broken")

    with pytest.raises(ValueError, match="50 scans from 0"):
        list(chunks.over(pixels, work))
