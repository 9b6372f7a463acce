from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlcore.inspect import ceiling as of_ceiling
from mlcore.inspect.ceiling import ceiling
from tests.inspect.made import material, people, stored


def by_trying_all(groups: np.ndarray, truth: np.ndarray) -> tuple[float, float]:
    """Best F1 and accuracy over every way to answer each group."""
    names, group = np.unique(groups, return_inverse=True)
    decided = np.array(list(product((0, 1), repeat=len(names))))[:, group]
    tp = (decided * truth).sum(axis=1)
    f1 = 2 * tp / np.maximum(decided.sum(axis=1) + truth.sum(), 1)
    return f1.max(), (decided == truth).mean(axis=1).max()


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 1)), min_size=1, max_size=30))
def test_no_way_to_answer_beats_the_ceiling_and_one_reaches_it(scans):
    groups, truth = np.array(scans).T
    found = ceiling(groups, truth[:, None].astype(float))
    f1, accuracy = by_trying_all(groups, truth)
    assert found.accuracy[0] == pytest.approx(accuracy)
    if truth.any():
        assert found.f1[0] == pytest.approx(f1)
    else:
        assert np.isnan(found.f1[0])


def test_scans_that_are_all_different_have_no_ceiling_but_1():
    found = ceiling(np.arange(6), np.array([[1], [0], [1], [0], [0], [1.0]]))
    assert (found.f1[0], found.accuracy[0]) == (1, 1)


def test_the_black_third_of_the_study_limits_f1():
    """Of 300 scans 100 are black, 10 of these with the label; of the others 50 have it."""
    groups = np.concatenate([np.zeros(100, int), np.arange(1, 201)])
    truth = np.concatenate([np.arange(100) < 10, np.arange(200) < 50]).astype(float)
    found = ceiling(groups, truth[:, None])
    assert found.accuracy[0] == pytest.approx(290 / 300)
    assert found.f1[0] == pytest.approx(2 * 50 / (50 + 60))


def test_a_group_is_called_present_where_that_costs_less():
    groups, truth = np.zeros(10, int), (np.arange(10) < 4).astype(float)
    found = ceiling(groups, truth[:, None])
    assert found.accuracy[0] == pytest.approx(0.6)
    assert found.f1[0] == pytest.approx(2 * 4 / (10 + 4))


def test_unknown_labels_count_neither_way():
    groups = np.array([0, 0, 0, 1])
    found = ceiling(groups, np.array([[1, np.nan], [np.nan, np.nan], [1, np.nan], [0, np.nan]]))
    assert (found.f1[0], found.accuracy[0]) == (1, 1)
    assert np.isnan([found.f1[1], found.accuracy[1]]).all()


def test_each_part_has_a_ceiling_of_its_own():
    scans = people(4)
    pixels = np.concatenate([scans, np.zeros((4, *scans.shape[1:]), np.uint8)])
    truth = [[1, 0], [0, 0], [1, 0], [0, 0], [1, 0], [0, 0], [1, 0], [1, 0]]
    split = ["train", "train", "val", "val", "train", "train", "val", "val"]
    of = material(stored(pixels, truth, split=split))
    found = of_ceiling.ceilings(of)
    assert found["train"]["accuracy"] == {"edema": 0.75, "cyst": 1}
    assert found["train"]["f1"] == {"edema": 0.8, "cyst": None}
    assert found["val"]["f1"]["edema"] == 1
    assert found["all"]["accuracy"]["edema"] == 0.875
    (finding,) = of_ceiling.findings(of)
    assert finding.rows.tolist() == [4, 5, 6, 7]
    assert finding.facts == found
    assert "F1 0.909 and accuracy 0.875 for edema" in finding.sentence


def test_without_contradictions_there_is_nothing_to_say():
    of = material(stored(people(4), [[1, 0], [0, 1], [1, 1], [0, 0]]))
    assert of_ceiling.findings(of) == []
