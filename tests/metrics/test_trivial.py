import numpy as np
import pytest

from mlcore.metrics import scores, trivial
from tests.metrics.cases import cases


def test_answering_always_scores_what_the_prevalence_says():
    truth = np.zeros((10, 1))
    truth[:3] = 1
    floor = {name: values.tolist() for name, values in trivial.trivial(truth).items()}
    assert floor == {
        "f1": pytest.approx([2 * 0.3 / 1.3]),
        "precision": pytest.approx([0.3]),
        "recall": [1],
        "average_precision": pytest.approx([0.3]),
        "auc": [0.5],
    }


def test_no_answer_without_looking_scores_more():
    rng = np.random.default_rng(0)
    for case in cases(60):
        floor = trivial.trivial(case.truth)
        blind = np.broadcast_to(rng.random(len(case.labels)), case.truth.shape)
        got = scores.score(case.truth, blind, case.labels).per_label
        for name in scores.NAMES:
            defined = ~np.isnan(got[name])
            assert (got[name][defined] <= floor[name][defined] + 1e-12).all(), f"seed {case.seed}"


def test_labels_of_one_kind_keep_what_is_undefined():
    truth = np.array([[0, 1, np.nan], [0, 1, np.nan]])
    floor = trivial.trivial(truth)
    np.testing.assert_equal(floor["f1"], [0, 1, np.nan])
    np.testing.assert_equal(floor["recall"], [np.nan, 1, np.nan])
    np.testing.assert_equal(floor["average_precision"], [np.nan, 1, np.nan])
    np.testing.assert_equal(floor["auc"], [np.nan] * 3)


def test_the_macro_floor_is_the_mean_of_the_defined_labels():
    truth = np.array([[1, np.nan], [0, np.nan]])
    assert trivial.trivial_macro(truth)["average_precision"] == 0.5


def test_no_scans_leave_the_floor_undefined():
    floor = trivial.trivial_macro(np.empty((0, 2)))
    assert set(floor) == set(scores.NAMES)
    assert np.isnan(list(floor.values())).all()
