import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from mlcore.inspect.ranks import auc, auc_table, interval


def test_the_area_is_that_of_scikit_learn_with_ties_and_unknown_truth():
    rng = np.random.default_rng(0)
    truth = rng.integers(0, 2, 300).astype(float)
    values = np.round(rng.standard_normal(300) + truth, 1)
    expected = roc_auc_score(truth, values)
    assert auc(values, truth) == pytest.approx(expected)
    truth = np.append(truth, [np.nan, np.nan])
    assert auc(np.append(values, [9, -9]), truth) == pytest.approx(expected)


def test_a_label_of_one_kind_has_no_area():
    assert np.isnan(auc(np.arange(4.0), np.ones(4)))
    assert np.isnan(auc(np.arange(4.0), np.full(4, np.nan)))
    assert np.isnan(auc_table(np.arange(4.0)[:, None], np.ones((4, 1)))).all()


def test_a_table_of_areas_is_that_of_each_pair_up_to_rounding():
    rng = np.random.default_rng(1)
    truth = rng.integers(0, 2, (5000, 3)).astype(float)
    values = np.stack([rng.standard_normal(5000) + truth[:, i] * i for i in range(3)], axis=1)
    values[:, 1] = np.round(values[:, 1])
    values[rng.random(values.shape) < 0.1] = np.nan
    truth[rng.random(truth.shape) < 0.2] = np.nan
    expected = [[auc(column, label) for label in truth.T] for column in values.T]
    np.testing.assert_allclose(auc_table(values, truth), expected, atol=1e-3)


def test_a_constant_column_tells_nothing_and_one_without_values_is_undefined():
    truth = np.array([[1.0], [0], [1], [0]])
    values = np.array([[3.0, np.nan]] * 4)
    np.testing.assert_array_equal(auc_table(values, truth), [[0.5], [np.nan]])


def test_the_interval_covers_the_true_area_as_often_as_it_says():
    """Normal scores one standard deviation apart have an area of 0.7602."""
    rng = np.random.default_rng(2)
    inside = 0
    for _ in range(400):
        values = np.append(rng.normal(1, 1, 40), rng.normal(0, 1, 60))
        area = auc(values, np.repeat([1.0, 0.0], [40, 60]))
        low, high = interval(np.array(area), np.array(40), np.array(60), 1.96)
        inside += low <= 0.7602 <= high
    assert 0.92 <= inside / 400 <= 0.98


def test_the_interval_is_mirrored_below_one_half_and_undefined_without_scans():
    area, ones, zeros = np.array([0.8, 0.2, 0.5]), np.array([30, 30, 0]), np.array([50, 50, 9])
    low, high = interval(area, ones, zeros, 2)
    assert low[0] == pytest.approx(1 - high[1])
    assert high[0] == pytest.approx(1 - low[1])
    assert np.isnan(low[2])
