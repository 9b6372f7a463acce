import numpy as np
import pytest

from mlcore.metrics import counts, thresholds
from tests.metrics.cases import cases


def f1_at(truth: np.ndarray, probability: np.ndarray, limits: np.ndarray) -> np.ndarray:
    return counts.f1(counts.count(truth, probability >= limits))


def best_by_trying_all(truth: np.ndarray, probability: np.ndarray) -> float:
    """F1 of one label at the best of all cuts there are."""
    cuts = np.append(np.unique(probability), np.inf)
    return f1_at(truth[:, None], probability[:, None], cuts).max()


def test_no_other_cut_has_a_higher_f1():
    tried = 0
    for case in cases(200):
        chosen = thresholds.best_f1(case.truth, case.probability)
        reached = f1_at(case.truth, case.probability, chosen)
        for label in range(len(case.labels)):
            known = case.known(label)
            truth, probability = case.truth[known, label], case.probability[known, label]
            if truth.any():
                best = best_by_trying_all(truth, probability)
                assert reached[label] == pytest.approx(best), f"seed {case.seed}"
                tried += 1
            else:
                assert chosen[label] == thresholds.DEFAULT
    assert tried > 300


def test_it_lies_midway_so_that_rounding_turns_no_decision():
    truth = np.array([[1], [1], [0], [0]])
    probability = np.array([[0.9], [0.7], [0.3], [0.1]])
    assert thresholds.best_f1(truth, probability).tolist() == pytest.approx([0.5])


def test_where_everything_is_present_the_lowest_answer_still_counts():
    truth = np.ones((3, 1))
    chosen = thresholds.best_f1(truth, np.array([[0.8], [0.4], [0.2]]))
    assert chosen.tolist() == pytest.approx([0.1])
    assert thresholds.best_f1(truth, np.zeros((3, 1))).tolist() == [0]


def test_ties_stay_on_one_side():
    truth = np.array([[1], [0], [1], [0]])
    probability = np.array([[0.8], [0.8], [0.8], [0.2]])
    assert thresholds.best_f1(truth, probability).tolist() == pytest.approx([0.5])


def test_unknown_scans_have_no_say():
    truth = np.array([[1], [0], [np.nan], [np.nan]])
    probability = np.array([[0.6], [0.4], [0.55], [0.9]])
    assert thresholds.best_f1(truth, probability).tolist() == pytest.approx([0.5])
