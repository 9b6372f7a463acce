"""Some scans of a stored array behave like a copy of them, but stay where they are."""

import numpy as np
import pytest

from mlcore.data.selected import Selected

BASE = np.random.default_rng(0).integers(0, 256, (20, 4, 4, 3), np.uint8)
ROWS = np.array([3, 17, 4, 4, 0, 19, 11])
COPY = BASE[ROWS]
SOME = Selected(BASE, ROWS)


@pytest.mark.parametrize(
    "key",
    [
        0,
        -1,
        np.int64(2),
        slice(None),
        slice(2, 5),
        slice(None, None, -2),
        slice(5, 100),
        [1, 5],
        np.array([6, 0, 0, -1]),
        np.array([], int),
        np.arange(7) % 2 == 0,
        np.zeros(7, bool),
        (slice(1, 4), ..., 0),
        (2, slice(None), 1),
        (np.array([1, 2]), slice(0, 2)),
        (..., 1),
        ...,
    ],
    ids=repr,
)
def test_every_index_gives_what_a_copy_gives(key):
    got = SOME[key]
    np.testing.assert_array_equal(got, COPY[key])
    assert got.shape == COPY[key].shape
    assert got.dtype == np.uint8


def test_it_has_the_measures_of_a_copy():
    assert (len(SOME), SOME.shape, SOME.ndim, SOME.dtype) == (7, (7, 4, 4, 3), 4, np.uint8)
    np.testing.assert_array_equal([scan.sum() for scan in SOME], [scan.sum() for scan in COPY])


def test_it_becomes_an_array_only_as_a_copy():
    np.testing.assert_array_equal(np.asarray(SOME), COPY)
    assert np.asarray(SOME, np.float32).dtype == np.float32
    assert not np.shares_memory(np.array(SOME), BASE)
    with pytest.raises(ValueError, match="without copying"):
        np.array(SOME, copy=False)


@pytest.mark.parametrize("key", [7, -8, np.array([7]), np.ones(6, bool)])
def test_what_a_copy_has_not_it_has_not_either(key):
    with pytest.raises(IndexError):
        SOME[key]


def test_a_selection_of_a_selection_reads_from_the_array_below():
    some = Selected.of(SOME, np.array([6, 1]))
    assert some.base is BASE
    assert some.rows.tolist() == [11, 17]
    np.testing.assert_array_equal(some[:], COPY[[6, 1]])
    masked = Selected.of(SOME, np.arange(7) == 5)
    assert masked.rows.tolist() == [19]


def test_an_empty_selection_has_no_scans():
    none = Selected(BASE, [])
    assert none.shape == (0, 4, 4, 3)
    assert none[:].shape == (0, 4, 4, 3)
    assert np.asarray(none).shape == (0, 4, 4, 3)


@pytest.mark.parametrize("rows", [[20], [-1], [[1, 2]], [0.5], [True]])
def test_positions_must_be_in_the_array(rows):
    with pytest.raises(ValueError, match="row"):
        Selected(BASE, rows)


class Watched(np.ndarray):
    """Remembers which scans were read."""

    def __getitem__(self, key):
        self.read.append(np.asarray(key).tolist())
        return np.asarray(self)[key]


def test_only_the_scans_asked_for_are_read():
    base = BASE.view(Watched)
    base.read = []
    some = Selected(base, ROWS)
    some[1:3], some[4], some[np.array([6, 0])]
    assert base.read == [[17, 4], 0, [11, 3]]
    assert repr(some) == "Selected((7, 4, 4, 3) of (20, 4, 4, 3))"
