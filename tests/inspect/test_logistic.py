import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from mlcore.inspect.logistic import logistic, logistic_curves


def test_the_curve_is_that_of_logistic_regression():
    rng = np.random.default_rng(0)
    score = rng.normal(0, 0.2, (4000, 2))
    truth = (rng.random((4000, 2)) < logistic(score * (8, -3) + (-1, 0.5))).astype(float)
    slope, height = logistic_curves(score, truth, truth.mean(axis=0))
    for label in range(2):
        peer = LogisticRegression(C=1e9).fit(score[:, [label]], truth[:, label])
        assert slope[label] == pytest.approx(peer.coef_.item(), rel=0.02)
        assert height[label] == pytest.approx(peer.intercept_.item(), abs=0.02)


def test_unknown_truth_is_left_out():
    rng = np.random.default_rng(1)
    score = rng.standard_normal((500, 1))
    truth = (rng.random((500, 1)) < logistic(2 * score)).astype(float)
    expected = logistic_curves(score, truth, np.array([0.5]))
    more = np.append(score, [[50.0], [-50.0]], axis=0)
    found = logistic_curves(more, np.append(truth, [[np.nan]] * 2, axis=0), np.array([0.5]))
    np.testing.assert_allclose(found, expected, rtol=1e-3)


def test_scores_that_part_a_label_perfectly_give_finite_sure_probabilities():
    score = np.linspace(-1, 1, 100)[:, None]
    truth = (score > 0).astype(float)
    slope, height = logistic_curves(score, truth, np.array([0.5]))
    assert np.isfinite([slope, height]).all()
    assert logistic(slope + height)[0] > 0.95


def test_scores_that_are_all_the_same_give_the_prior():
    truth = np.array([[1.0], [0], [0], [0]] * 50)
    slope, height = logistic_curves(np.zeros((200, 1)), truth, np.array([0.25]))
    assert slope[0] == 0
    assert logistic(height)[0] == pytest.approx(0.25, abs=0.01)
    slope, height = logistic_curves(np.empty((0, 1)), np.empty((0, 1)), np.array([0.25]))
    assert logistic(slope + height)[0] == pytest.approx(0.25)
