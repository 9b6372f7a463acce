from collections.abc import Callable

import numpy as np
import pytest
from scipy import stats

from mlcore.metrics import bootstrap, scores, table
from mlcore.metrics.table import BY_NAME, METRICS
from tests.metrics.cases import Case, cases


def tallied(case: Case, **more):
    return scores.tally(case.truth, case.probability, case.decided, METRICS, **more)


def plain(case: Case, rows: np.ndarray) -> scores.Scores:
    return scores.score(
        case.truth[rows], case.probability[rows], case.labels, case.thresholds, METRICS
    )


def intervals(
    truth: np.ndarray,
    probability: np.ndarray,
    names: tuple[str, ...] = ("f1",),
    groups: np.ndarray | None = None,
    draws: int = 400,
) -> dict[str, np.ndarray]:
    """Of the first label, at threshold .5."""
    metrics = [BY_NAME[name] for name in names]
    tally = scores.tally(truth, probability, probability >= 0.5, metrics, groups)
    found = bootstrap.resample(tally, metrics, draws)
    return {name: found[name].intervals()[0][0] for name in names}


def test_a_scan_drawn_several_times_counts_as_often():
    for case in cases(60):
        drawn = bootstrap.weights(len(case.truth), range(3), case.seed)
        sums = tallied(case).sums(drawn)
        for i, times in enumerate(drawn.T.astype(int)):
            theirs = plain(case, np.repeat(np.arange(len(times)), times))
            for metric in METRICS:
                each, averages = scores.of_sums(metric, sums)
                told = f"seed {case.seed} {metric.name}"
                if each is not None:
                    np.testing.assert_allclose(
                        each[:, i], theirs.per_label[metric.name], err_msg=told, atol=1e-5
                    )
                for name, values in averages.items():
                    np.testing.assert_allclose(
                        values[i],
                        theirs.averages[metric.name][name],
                        err_msg=f"{told} {name}",
                        atol=1e-5,
                    )


def test_scans_of_one_group_are_drawn_together():
    groups = bootstrap.numbered(np.array(["b", "a", "b", "c", "a", "b"]))
    truth, p = np.array([[1, 0, 1, 0, 1, 1]]).T, np.linspace(0, 1, 6)[:, None]
    tally = scores.tally(truth, p, p > 0.3, METRICS, groups)
    assert tally.size == 3
    sums = tally.sums(np.array([[2], [0], [1]], np.float32))  # a twice, b never, c once
    assert sums.counts.known.tolist() == [[5]]
    assert sums.counts.support.tolist() == [[2]]


def test_every_draw_is_as_large_as_the_sample():
    weight = bootstrap.weights(50, range(200))
    assert weight.shape == (50, 200)
    assert (weight.sum(axis=0) == 50).all()
    assert abs(weight.mean(axis=1) - 1).max() < 0.4
    assert abs((weight == 0).mean() - np.exp(-1)) < 0.02


def test_a_draw_is_the_same_whoever_asks_for_it():
    assert (bootstrap.weights(20, range(4))[:, 2] == bootstrap.weights(20, [2])[:, 0]).all()
    assert (bootstrap.weights(20, [1], seed=4) != bootstrap.weights(20, [1], seed=5)).any()


def test_joined_bins_move_a_rank_score_by_less_than_a_hundredth():
    rng = np.random.default_rng(0)
    truth = (rng.random((6000, 1)) < 0.3).astype(float)
    p = 1 / (1 + np.exp(-rng.normal(0, 1, truth.shape) - truth))
    exact = scores.score(truth, p, "a", metrics=METRICS)
    sums = scores.tally(truth, p, p >= 0.5, METRICS, most_bins=bootstrap.MOST_BINS).sums()
    assert len(sums.ranks[0].present) == bootstrap.MOST_BINS
    for name, most in (("auc", 0.001), ("average_precision", 0.01)):
        each, _ = scores.of_sums(BY_NAME[name], sums)
        assert abs(each[0, 0] - exact.per_label[name][0]) < most


def test_what_is_undefined_in_most_draws_has_no_interval():
    values = np.concatenate([[1.0], np.full(60, np.nan), np.linspace(0, 2, 40), np.ones(10)])[None]
    assert np.isnan(bootstrap.ends(values, 100)).all()
    values[0, 1:21] = 1.0
    assert np.isfinite(bootstrap.ends(values, 100)).all()


def test_without_bias_and_skew_the_ends_are_the_middle_of_the_draws():
    values = np.concatenate([[500.0], np.arange(1001.0), [499.0, 500.0, 501.0]])[None]
    assert bootstrap.ends(values, 1001)[0] == pytest.approx((25, 975), abs=0.5)


def test_the_ends_of_a_square_are_the_true_values_under_which_it_would_be_rare():
    unit, freedom, seen = 1e-4, 10, 60.0
    drawn = stats.ncx2(freedom, seen).rvs(100_000, random_state=0)
    values = np.sqrt(unit * np.concatenate([[seen], drawn]))[None]
    low, high = np.square(bootstrap.corrected(values, len(drawn))[0]) / unit
    assert stats.ncx2(freedom, low).sf(seen) == pytest.approx(bootstrap.RARE, rel=0.05)
    assert stats.ncx2(freedom, high).cdf(seen) == pytest.approx(bootstrap.RARE, rel=0.05)


def test_a_score_that_chance_alone_explains_may_be_nothing():
    chance = np.random.default_rng(0).chisquare(10, 4000)
    few = np.sqrt(1e-4 * np.concatenate([[10.0], 10 + chance]))[None]
    low, high = bootstrap.corrected(few, 4000)[0]
    assert low == 0 < high
    none = np.sqrt(1e-4 * np.concatenate([[0.1], 10 + chance]))[None]
    assert bootstrap.corrected(none, 4000)[0].tolist() == [0, 0]


def test_more_scans_make_narrower_intervals():
    rng = np.random.default_rng(3)

    def width(n: int) -> float:
        truth = rng.integers(0, 2, (n, 1)).astype(float)
        right = rng.random((n, 1)) < 0.8
        low, high = intervals(truth, np.where((truth == 1) == right, 0.9, 0.1))["f1"]
        return high - low

    assert width(3200) == pytest.approx(width(200) / 4, rel=0.3)


def test_scans_of_few_patients_say_less_than_as_many_of_different_ones():
    rng = np.random.default_rng(2)
    patients = np.repeat(np.arange(30), 10)
    truth = rng.integers(0, 2, 30).astype(float)[patients, None]
    p = np.where((truth == 1) == (rng.random(30) < 0.7)[patients, None], 0.9, 0.1)
    alone, together = intervals(truth, p)["f1"], intervals(truth, p, groups=patients)["f1"]
    wider = (together[1] - together[0]) / (alone[1] - alone[0])
    assert wider == pytest.approx(np.sqrt(10), rel=0.3)


COVERED = tuple(
    metric.name for metric in METRICS if metric.per_label and not metric.grows_with_chance
)


def population(rng: np.random.Generator, n: int) -> tuple[np.ndarray, np.ndarray]:
    """``(n, 1)`` truth, a third present, and probabilities that know something of it."""
    truth = (rng.random((n, 1)) < 0.3).astype(float)
    return truth, 1 / (1 + np.exp(-1.3 * rng.normal(0, 1, (n, 1)) - 1.8 * truth + 1.5))


def sound(rng: np.random.Generator, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Probabilities that mean what they say, so that only chance makes a calibration error."""
    p = 1 / (1 + np.exp(1 - 1.3 * rng.normal(0, 1, (n, 1))))
    return (rng.random((n, 1)) < p).astype(float), p


def covered(
    data_sets: int,
    draws: int,
    names: tuple[str, ...] = COVERED,
    scans: int = 400,
    population: Callable[..., tuple] = population,
) -> dict[str, float]:
    """Share of intervals that hold the score of half a million scans."""
    truth, p = population(np.random.default_rng(99), 500_000)
    metrics = [BY_NAME[name] for name in names]
    whole = scores.score(truth, p, "a", metrics=metrics).per_label
    held = dict.fromkeys(names, 0)
    for seed in range(data_sets):
        truth, p = population(np.random.default_rng([seed, 5]), scans)
        for name, (low, high) in intervals(truth, p, names, draws=draws).items():
            held[name] += low <= whole[name][0] <= high
    return {name: count / data_sets for name, count in held.items()}


def test_about_nineteen_of_twenty_intervals_hold_the_true_score():
    """The full count is the slow test below; 150 data sets say it to about 2 %."""
    for name, share in covered(150, 300).items():
        assert 0.89 <= share <= 0.99, name


ENLARGED = ("calibration_error",)


@pytest.mark.parametrize("population", [population, sound])
def test_intervals_of_the_calibration_error_hold_the_true_one(population):
    """The full count is the slow test below; 150 data sets say it to about 2 %."""
    share = covered(150, 300, ENLARGED, population=population)["calibration_error"]
    assert 0.93 <= share <= 0.99


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("population", [population, sound])
@pytest.mark.parametrize("scans", [400, 2000])
def test_93_to_97_in_100_intervals_hold_the_true_calibration_error(population, scans):
    share = covered(1000, 1000, ENLARGED, scans, population)["calibration_error"]
    print(f"{population.__name__} {scans} scans: {share}")
    assert 0.93 <= share <= 0.97


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_93_to_97_in_100_intervals_hold_the_true_score():
    for name, share in covered(1000, 1000).items():
        assert 0.93 <= share <= 0.97, f"{name} {share}"


def test_metrics_of_all_labels_together_have_intervals_too():
    truth = np.random.default_rng(0).integers(0, 2, (200, 2)).astype(float)
    p = np.abs(truth - 0.3)
    p[:40] = 1 - p[:40]
    tally = scores.tally(truth, p, p >= 0.5, METRICS)
    each, averages = bootstrap.resample(tally, METRICS, 200)["subset_accuracy"].intervals()
    assert each is None
    low, high = averages["samples"]
    assert low < 0.8 < high
    assert table.BY_NAME["subset_accuracy"].averages == ("samples",)
