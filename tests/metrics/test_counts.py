import numpy as np
import pytest

from mlcore.metrics import counts

TRUTH = np.array([[1, 0, np.nan], [1, 0, 1], [0, np.nan, 1], [0, 1, 0]], np.float32)
DECIDED = np.array([[1, 1, 1], [0, 0, 1], [1, 1, 0], [0, 0, 0]], bool)


def numbers(c: counts.Counts) -> list[list[int]]:
    return [part.tolist() for part in (c.tp, c.fp, c.fn, c.tn)]


def test_hits_and_misses_are_counted_per_label_without_the_unknown():
    assert numbers(counts.count(TRUTH, DECIDED)) == [[1, 0, 1], [1, 1, 0], [1, 1, 1], [1, 1, 1]]


def test_hits_and_misses_are_counted_per_scan_without_the_unknown():
    assert numbers(counts.count(TRUTH, DECIDED, axis=1)) == [
        [1, 1, 0, 0],
        [1, 0, 1, 0],
        [0, 1, 1, 1],
        [0, 1, 0, 2],
    ]


def test_both_ways_count_the_same_answers():
    by_label, by_scan = counts.count(TRUTH, DECIDED).sum(), counts.count(TRUTH, DECIDED, 1).sum()
    assert numbers(by_label) == numbers(by_scan) == [2, 2, 3, 3]


def test_the_support_is_how_often_a_label_is_present():
    assert counts.count(TRUTH, DECIDED).support.tolist() == [2, 1, 2]


def test_scores_follow_from_the_counts():
    c = counts.Counts(*map(np.array, (6, 2, 4, 8)))
    assert counts.precision(c) == pytest.approx(6 / 8)
    assert counts.recall(c) == pytest.approx(6 / 10)
    assert counts.f1(c) == pytest.approx(12 / 18)


@pytest.mark.parametrize(
    ("truth", "decided", "precision", "recall", "f1"),
    [
        (0, False, np.nan, np.nan, np.nan),
        (0, True, 0, np.nan, 0),
        (1, False, np.nan, 0, 0),
        (1, True, 1, 1, 1),
        (np.nan, True, np.nan, np.nan, np.nan),
    ],
)
def test_what_is_undefined_is_nan_and_never_zero(truth, decided, precision, recall, f1):
    c = counts.count(np.array([[truth]], float), np.array([[decided]]))
    np.testing.assert_equal(counts.precision(c), [precision])
    np.testing.assert_equal(counts.recall(c), [recall])
    np.testing.assert_equal(counts.f1(c), [f1])
