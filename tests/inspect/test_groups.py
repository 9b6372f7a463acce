import numpy as np
import pandas as pd

from mlcore.inspect import groups


def same(found: np.ndarray, expected: list[int]) -> bool:
    """Whether two groupings put the same scans together, whatever the numbers."""
    return pd.factorize(found)[0].tolist() == pd.factorize(np.array(expected))[0].tolist()


def test_chains_of_pairs_become_one_group():
    assert same(groups.connected(6, np.array([[0, 3], [3, 5], [1, 2]])), [0, 1, 1, 0, 2, 0])
    assert same(groups.connected(3, np.empty((0, 2), np.int64)), [0, 1, 2])


def test_groupings_are_joined_where_any_of_them_connects():
    one, other = np.array([0, 0, 1, 2, 3]), np.array([7, 8, 8, 9, 9])
    assert same(groups.joined(one, other), [0, 0, 0, 1, 1])


def test_scans_without_a_name_stand_alone():
    assert same(groups.by_name(pd.Series(["a", None, "a", None, "b"])), [0, 1, 0, 2, 3])


def test_scans_that_are_not_alone_come_group_by_group_in_order_of_first_sight():
    grouping = np.array([5, 9, 2, 9, 5, 7, 5])
    rows, number = groups.of_several(grouping, np.ones(7, bool))
    assert rows.tolist() == [0, 4, 6, 1, 3]
    assert number.tolist() == [0, 0, 0, 1, 1]
    rows, number = groups.of_several(grouping, np.array([1, 1, 1, 0, 0, 1, 1], bool))
    assert rows.tolist() == [0, 6]
    assert number.tolist() == [0, 0]
    assert len(groups.of_several(grouping, np.zeros(7, bool))[0]) == 0


def test_a_mark_on_one_scan_marks_its_group():
    grouping = np.array([0, 1, 0, 2])
    marked = np.array([False, False, True, False])
    assert groups.where_any(grouping, marked).tolist() == [True, False, True, False]


def test_groups_differ_only_in_what_is_known():
    grouping = np.array([0, 0, 0, 1, 1, 2, 2, 3])
    values = np.array([1, 0, np.nan, 1, 1, np.nan, 0, 1])
    found = groups.differing(grouping, values)
    assert found.tolist() == [True, True, False, False, False, False, False, False]
    assert groups.differing(np.array([4, 4, 4]), np.array([2.0, 2, 0])).all()
