"""Groups that move or change places until every part has its share."""

import numpy as np
import pytest

from mlcore.data import balancing

HALVES = np.array([0.5, 0.5])


def test_imbalance_is_pearsons_statistic():
    weights = np.array([[4, 1], [2, 1]])
    part = np.array([0, 1])
    assert balancing.imbalance(weights, part, HALVES) == pytest.approx(1 / 3 + 1 / 3 + 0 + 0)
    assert balancing.imbalance(weights[[0, 0]], part, HALVES) == 0


def test_one_group_moves_where_that_is_enough():
    weights = np.ones((4, 1), int)
    part = balancing.improved(weights, np.zeros(4, int), HALVES, np.random.default_rng(0))
    assert np.bincount(part).tolist() == [2, 2]


def test_two_groups_change_places_where_no_move_helps():
    weights = np.array([[9, 10], [1, 10], [9, 10], [1, 10]])
    start = np.array([0, 1, 0, 1])
    part = balancing.improved(weights, start, HALVES, np.random.default_rng(0))
    assert balancing.imbalance(weights, part, HALVES) == 0
    assert start.tolist() == [0, 1, 0, 1], "what was given is not changed"


def test_many_groups_are_improved_too():
    rng = np.random.default_rng(1)
    weights = rng.integers(0, 40, (3000, 5))
    shares = np.array([0.6, 0.2, 0.2])
    start = rng.choice(3, 3000, p=shares)
    part = balancing.improved(weights, start, shares, rng)
    before, after = (balancing.imbalance(weights, which, shares) for which in (start, part))
    assert after < before / 100
    assert (part != start).sum() < balancing.MOVABLE


@pytest.mark.parametrize("seed", range(5))
def test_no_move_and_no_exchange_of_two_is_left_that_would_help(seed):
    rng = np.random.default_rng(seed)
    weights = rng.integers(0, 9, (14, 3))
    shares = np.array([0.5, 0.3, 0.2])
    part = balancing.improved(weights, rng.integers(0, 3, 14), shares, rng)
    least = balancing.imbalance(weights, part, shares) - 2 * balancing.LEAST_GAIN
    for i in range(14):
        for j in range(14):
            swapped = part.copy()
            swapped[[i, j]] = part[[j, i]]
            assert balancing.imbalance(weights, swapped, shares) > least
        for target in range(3):
            moved = part.copy()
            moved[i] = target
            assert balancing.imbalance(weights, moved, shares) > least
