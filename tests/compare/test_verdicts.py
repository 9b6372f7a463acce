"""Simulated answers: how often equals are told apart, and whether the better one is seen."""

from dataclasses import replace

import numpy as np
import pytest

from mlcore.compare import contestant, mcnemar, paired, spread
from mlcore.compare.contestant import Contestant
from mlcore.compare.verdict import BETTER, UNCLEAR, WORSE, holm, in_words, verdict
from mlcore.evaluate.answers import Answers
from mlcore.metrics import table

LABELS = ("large", "small")
AVERAGE_PRECISION, BRIER = table.BY_NAME["average_precision"], table.BY_NAME["brier"]


def trained(
    scans: int, seed: int, skill: float = 1.2, lucky: float = 0.0, pool: int = 0
) -> Contestant:
    """A model that knows ``skill`` of the truth, give or take ``lucky`` by its seed; what makes a
    scan hard is the same for all models of a ``pool``."""
    shared, own = np.random.default_rng([pool, 1]), np.random.default_rng([pool, seed, 2])
    truth = (shared.random((scans, 2)) < 0.3).astype(np.float32)
    hard = shared.normal(0, 1, truth.shape)
    knows = skill + lucky * own.normal()
    noise = 0.8 * hard + 0.6 * own.normal(0, 1, truth.shape)
    p = 1 / (1 + np.exp(-(knows * (2 * truth - 1) + noise)))
    ids = np.array([f"{i}.png" for i in range(scans)])
    given = Answers(ids, np.arange(scans), truth, p.astype(np.float32))
    return Contestant(f"run {seed}", LABELS, given, np.full(2, 0.5), np.arange(scans))


def test_equal_models_are_told_apart_in_about_one_of_twenty():
    said = [
        paired.compare(
            trained(200, 1, pool=pool), trained(200, 2, pool=pool), AVERAGE_PRECISION, 300
        ).mean.verdict
        for pool in range(100)
    ]
    assert said.count(UNCLEAR) >= 93


def test_equal_settings_whose_seeds_differ_more_than_scans_do_are_not_told_apart():
    """A paired bootstrap of single runs would be wrong here: the models do differ."""
    said, models = [], []
    for pool in range(100):
        runs = [trained(200, seed, lucky=0.4, pool=pool) for seed in range(6)]
        said.append(spread.compare(runs[:3], runs[3:], AVERAGE_PRECISION, 100)[0].verdict)
        models.append(paired.compare(runs[0], runs[3], AVERAGE_PRECISION, 100).mean.verdict)
    assert said.count(UNCLEAR) >= 95
    assert models.count(UNCLEAR) < 70


def test_a_clearly_better_setting_is_called_better_and_the_other_way_round_worse():
    for pool in range(10):
        good = [trained(400, seed, 2.0, 0.05, pool) for seed in range(3)]
        poor = [trained(400, seed, 1.0, 0.05, pool) for seed in range(3, 6)]
        assert spread.compare(poor, good, AVERAGE_PRECISION, 100)[0].verdict == BETTER
        assert spread.compare(good, poor, AVERAGE_PRECISION, 100)[0].verdict == WORSE
        assert paired.compare(poor[0], good[0], AVERAGE_PRECISION, 300).mean.verdict == BETTER


def test_of_a_score_that_is_better_lower_the_lower_one_is_better():
    good, poor = trained(400, 1, 2.0), trained(400, 2, 1.0)
    row = paired.compare(poor, good, BRIER, 300).mean
    assert row.difference < 0
    assert row.verdict == BETTER


def test_a_model_compared_with_itself_does_not_differ():
    one = trained(100, 1)
    found = paired.compare(one, one, AVERAGE_PRECISION, 200)
    for row in (found.mean, *found.labels):
        assert (row.difference, row.low, row.high, row.p) == (0, 0, 0, 1)
        assert row.verdict == UNCLEAR


def test_a_verdict_agrees_with_its_interval():
    for pool in range(30):
        row = paired.compare(
            trained(150, 1, 1.2, pool=pool), trained(150, 2, 1.6, pool=pool), AVERAGE_PRECISION, 400
        ).mean
        assert (row.verdict == UNCLEAR) == (row.low <= 0 <= row.high) or abs(row.p - 0.05) < 0.01


def test_one_run_of_each_setting_cannot_tell():
    rows = spread.compare([trained(100, 1, 3.0)], [trained(100, 2, 0.5)], AVERAGE_PRECISION, 100)
    assert {row.verdict for row in rows} == {UNCLEAR}
    assert all(np.isnan(row.p) and np.isnan(row.low) for row in rows)


def test_mcnemar_counts_scans_that_one_of_two_gets_right():
    truth = np.array([[1], [1], [0], [0], [np.nan]], np.float32)
    first = np.array([[1], [1], [0], [1], [1]], bool)
    second = np.array([[1], [0], [1], [0], [0]], bool)
    (found,) = mcnemar.test(truth, first, second)
    assert (found.only_first, found.only_second, found.p) == (2, 1, 1.0)
    assert mcnemar.exact(0, 10) == pytest.approx(2 / 2**10)
    assert mcnemar.exact(0, 0) == 1


def test_holm_multiplies_by_the_tests_that_are_left():
    found = holm([0.01, np.nan, 0.04, 0.03])
    np.testing.assert_allclose(found, [0.03, np.nan, 0.06, 0.06])
    assert verdict(0.1, 0.049) == BETTER
    assert verdict(-0.1, 0.049) == WORSE
    assert verdict(0.1, 0.05) == verdict(np.nan, 0.01) == UNCLEAR


def test_contestants_are_aligned_by_scan_and_label():
    one, two = trained(20, 1), trained(20, 2)
    mixed = np.random.default_rng(0).permutation(20)[:15]
    given = replace(
        two.given, truth=two.given.truth[:, ::-1], probability=two.given.probability[:, ::-1]
    )
    moved = Contestant("b", ("small", "large"), given.at(mixed), two.thresholds, mixed)
    first, second = contestant.aligned([one, moved])
    assert first.labels == second.labels == LABELS
    assert first.given.ids.tolist() == second.given.ids.tolist()
    assert len(first.given) == 15
    at = np.flatnonzero(np.isin(one.given.ids, first.given.ids))
    np.testing.assert_array_equal(second.given.probability[:, 0], two.given.probability[at, 0])


def test_no_chance_is_told_as_nought():
    assert [in_words(p) for p in (0.0, 4e-4, 0.0413, np.nan)] == [
        *("< 0.001", "< 0.001", "0.041", "–")
    ]
