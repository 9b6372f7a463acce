import numpy as np
import pytest

from mlcore.metrics import ranking
from tests.metrics.cases import cases


def test_only_the_order_of_probabilities_matters():
    for case in cases(50):
        for metric in (ranking.average_precision, ranking.auc):
            np.testing.assert_allclose(
                metric(case.truth, case.probability),
                metric(case.truth, case.probability.astype(float) ** 3 / 7),
                err_msg=f"seed {case.seed}",
            )


def test_the_right_order_scores_one_and_the_wrong_order_zero():
    truth = np.array([[1, 0], [1, 0], [0, 1], [0, 1]])
    probability = np.array([[0.9], [0.8], [0.2], [0.1]]).repeat(2, axis=1)
    assert ranking.auc(truth, probability).tolist() == [1, 0]
    assert ranking.average_precision(truth, probability)[0] == 1


def test_equal_probabilities_score_half_and_the_share_of_present_scans():
    truth = np.array([[1], [0], [0], [0]])
    assert ranking.auc(truth, np.full((4, 1), 0.7)) == [0.5]
    assert ranking.average_precision(truth, np.full((4, 1), 0.7)) == [0.25]


@pytest.mark.parametrize(
    ("column", "average_precision"), [([0, 0], np.nan), ([1, 1], 1), ([np.nan, np.nan], np.nan)]
)
def test_a_label_of_one_kind_has_no_auc(column, average_precision):
    truth, probability = np.array(column, float)[:, None], np.array([[0.2], [0.4]])
    assert np.isnan(ranking.auc(truth, probability)).all()
    np.testing.assert_equal(ranking.average_precision(truth, probability), [average_precision])
