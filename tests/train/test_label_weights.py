"""Class weights, computed by hand."""

import numpy as np
import pytest

from mlcore.train import label_weights
from mlcore.train.config import TrainConfig

TRUTH = np.full((100, 2), np.nan, np.float32)
TRUTH[:80, 0] = np.arange(80) < 20
TRUTH[:, 1] = np.arange(100) < 50


def of(**settings) -> np.ndarray:
    return label_weights.weights(TrainConfig("x", **settings), TRUTH)


def test_inverse_frequency_lets_both_answers_count_the_same_in_sum():
    table = of(class_weights="inverse")
    np.testing.assert_allclose(table, [[80 / 120, 1], [80 / 40, 1]], rtol=1e-6)


def test_the_effective_number_is_that_of_its_paper():
    raw = np.array([(1 - 0.9) / (1 - 0.9**n) for n in (60, 20)])
    table = of(class_weights="effective", effective_beta=0.9)
    np.testing.assert_allclose(table[:, 0], raw * 80 / (raw * [60, 20]).sum(), rtol=1e-6)
    np.testing.assert_allclose(of(class_weights="effective", effective_beta=0.0), 1, rtol=1e-6)


def test_half_the_strength_is_the_square_root():
    table = of(class_weights="inverse", weight_power=0.5)
    assert table[1, 0] / table[0, 0] == pytest.approx(np.sqrt(60 / 20), rel=1e-6)


@pytest.mark.parametrize("kind", label_weights.KINDS)
@pytest.mark.parametrize("power", [0.0, 0.5, 1.0])
def test_the_mean_weight_of_the_scans_of_each_label_is_one(kind, power):
    table = of(class_weights=kind, weight_power=power)
    each = np.where(TRUTH == 1, table[1], table[0])
    each[np.isnan(TRUTH)] = np.nan
    np.testing.assert_allclose(np.nanmean(each, axis=0), 1, rtol=1e-5)
    assert (table[1] >= table[0] - 1e-6).all(), "the rarer answer never counts less"


def test_they_can_be_told_and_are_absent_without_weighting():
    assert of() is None
    facts = label_weights.facts(TrainConfig("x", class_weights="inverse"), TRUTH, ("a", "b"))
    assert facts["a"]["present"] == 20
    assert facts["a"]["weight_present"] == pytest.approx(2)
    assert label_weights.facts(TrainConfig("x"), TRUTH, ("a", "b")) is None
