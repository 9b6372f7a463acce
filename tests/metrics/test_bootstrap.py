import numpy as np
import pytest

from mlcore.metrics import bootstrap, counts, scores
from tests.metrics.cases import Case, cases


def resampled(case: Case, weight: np.ndarray) -> dict[str, np.ndarray]:
    counted = bootstrap.count(case.truth, case.decided, weight)
    values = {name: metric(counted) for name, metric in bootstrap.FROM_COUNTS.items()}
    for name, metric in bootstrap.FROM_RANKS.items():
        values[name] = metric(case.truth, case.probability, weight)
    return values


def plain(case: Case, rows: np.ndarray) -> dict[str, np.ndarray]:
    return scores.score(
        case.truth[rows], case.probability[rows], case.labels, case.thresholds
    ).per_label


def test_scans_drawn_once_each_score_as_they_are():
    for case in cases(200):
        n = len(case.truth)
        ours, theirs = resampled(case, np.ones((1, n))), plain(case, np.arange(n))
        assert set(ours) == set(scores.NAMES)
        for name in scores.NAMES:
            np.testing.assert_allclose(
                ours[name][0], theirs[name], err_msg=f"seed {case.seed} {name}", atol=1e-12
            )


def test_a_scan_drawn_several_times_counts_as_often():
    for case in cases(100):
        weight = bootstrap.weights(len(case.truth), resamples=3, seed=case.seed)
        ours = resampled(case, weight)
        for i, drawn in enumerate(weight.astype(int)):
            theirs = plain(case, np.repeat(np.arange(len(drawn)), drawn))
            for name in scores.NAMES:
                np.testing.assert_allclose(
                    ours[name][i], theirs[name], err_msg=f"seed {case.seed} {name}", atol=1e-12
                )


def test_every_resample_is_as_large_as_the_sample():
    weight = bootstrap.weights(50, resamples=200)
    assert weight.shape == (200, 50)
    assert (weight.sum(axis=1) == 50).all()
    assert abs(weight.mean(axis=0) - 1).max() < 0.4
    assert abs((weight == 0).mean() - np.exp(-1)) < 0.02


def test_scans_of_one_group_are_drawn_together():
    groups = np.array(["b", "a", "b", "c", "a", "b"])
    weight = bootstrap.weights(6, groups, resamples=100)
    for group in "abc":
        together = weight[:, groups == group]
        assert (together == together[:, :1]).all()
    assert (weight[:, [0, 1, 3]].sum(axis=1) == 3).all(), "as many groups as there are"


def test_the_same_seed_draws_the_same():
    assert (bootstrap.weights(20, seed=4) == bootstrap.weights(20, seed=4)).all()
    assert (bootstrap.weights(20, seed=4) != bootstrap.weights(20, seed=5)).any()


def test_the_interval_is_the_middle_of_the_defined_values():
    values = np.append(np.arange(1001.0), np.full(1000, np.nan))
    around = bootstrap.interval(values)
    assert (around.low, around.high) == pytest.approx((25, 975))
    assert np.isnan(bootstrap.interval(np.append(values, [np.nan, np.nan])).low)


def f1_interval(
    truth: np.ndarray, decided: np.ndarray, groups: np.ndarray | None = None
) -> bootstrap.Interval:
    weight = bootstrap.weights(len(truth), groups, resamples=400)
    return bootstrap.interval(counts.f1(bootstrap.count(truth, decided, weight))[:, 0])


def test_about_nineteen_of_twenty_intervals_hold_the_true_score():
    """Half of the scans are present, four of five are decided rightly: F1 is .8."""
    rng = np.random.default_rng(1)
    held = 0
    for _ in range(200):
        truth = rng.integers(0, 2, (150, 1)).astype(float)
        right = rng.random((150, 1)) < 0.8
        around = f1_interval(truth, (truth == 1) == right)
        held += around.low <= 0.8 <= around.high
    assert 0.9 <= held / 200 <= 0.99


def test_scans_of_few_patients_say_less_than_as_many_of_different_ones():
    rng = np.random.default_rng(2)
    patients = np.repeat(np.arange(30), 10)
    truth = rng.integers(0, 2, 30).astype(float)[patients, None]
    decided = (truth == 1) == (rng.random(30) < 0.7)[patients, None]
    alone, together = f1_interval(truth, decided), f1_interval(truth, decided, patients)
    wider = (together.high - together.low) / (alone.high - alone.low)
    assert wider == pytest.approx(np.sqrt(10), rel=0.3)
