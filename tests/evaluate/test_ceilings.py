import numpy as np
import pytest

from mlcore.evaluate import background, ceilings, evaluation
from mlcore.metrics import ranking, scores, table
from tests.evaluate.planted import demo_run, shares_of_black

COMPARED = ("f1", "accuracy", "auc", "average_precision", "balanced_accuracy", "brier")


def random_case(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """``(n,)`` groups of equal scans and ``(n, 1)`` truth."""
    rng = np.random.default_rng(seed)
    n = int(rng.integers(8, 40))
    return rng.integers(0, rng.integers(2, 7), n), rng.integers(0, 2, (n, 1)).astype(float)


def test_no_answer_that_is_equal_for_equal_scans_scores_more():
    rng = np.random.default_rng(0)
    metrics = [table.BY_NAME[name] for name in COMPARED]
    for seed in range(60):
        identical, truth = random_case(seed)
        best = ceilings.per_label(identical, truth)
        for _ in range(60):
            p = rng.random(identical.max() + 1)[identical][:, None]
            got = scores.score(truth, p, "a", rng.random(), metrics).per_label
            for name in COMPARED:
                limit, value = best[name][0], got[name][0]
                if np.isnan(value):
                    continue
                if table.BY_NAME[name].higher_is_better:
                    assert value <= limit + 1e-9, f"{name} seed {seed}"
                else:
                    assert value >= limit - 1e-9, f"{name} seed {seed}"


def test_the_share_of_each_group_reaches_auc_and_brier_score():
    for seed in range(60):
        identical, truth = random_case(seed)
        best = ceilings.per_label(identical, truth)
        size, present = np.bincount(identical), np.bincount(identical, truth[:, 0])
        share = (present / np.maximum(size, 1))[identical]
        assert best["brier"][0] == pytest.approx(np.mean((share - truth[:, 0]) ** 2))
        np.testing.assert_allclose(best["auc"], ranking.auc(truth, share[:, None]))


def test_scans_without_a_twin_limit_nothing():
    truth = np.random.default_rng(1).integers(0, 2, (30, 2)).astype(float)
    best = ceilings.per_label(np.arange(30), truth)
    for name in ("f1", "accuracy", "auc", "average_precision", "balanced_accuracy"):
        assert best[name].tolist() == pytest.approx([1, 1])
    assert best["brier"].tolist() == best["hamming"].tolist() == [0, 0]
    assert ceilings.subset_accuracy(np.arange(30), truth) == 1


def test_of_equal_scans_only_the_commonest_set_of_labels_can_be_right():
    truth = np.array([[1, 0], [1, 0], [0, 0], [1, 1]], float)
    assert ceilings.subset_accuracy(np.array([5, 5, 5, 2]), truth) == 0.75


def test_on_the_demo_the_ceiling_is_that_of_its_planted_black_scans():
    """By construction: black scans are all alike, so a model calls all or none of them present."""
    run, given = demo_run(noise=0.3)
    ground = background.of(run)
    found = ceilings.per_label(ground.identical[ground.rows(given)], given.truth)
    for label, (lit, black, dark) in enumerate(shares_of_black(ground.data, given)):
        called = 2 * (lit + black) / (lit + black + lit + dark)
        left = 2 * lit / (lit + lit + black)
        assert found["f1"][label] == pytest.approx(max(called, left), abs=0.01)
        n = len(given)
        assert found["accuracy"][label] == pytest.approx(1 - min(black, dark - black) / n, abs=0.01)


@pytest.mark.parametrize("noise", [0.0, 0.3, 1.0])
def test_no_run_on_the_demo_has_an_interval_above_the_ceiling(noise):
    run, _ = demo_run(noise)
    result = evaluation.evaluate(run, resamples=300)
    assert result["ceiling_known"]
    for name in COMPARED:
        better = table.BY_NAME[name].higher_is_better
        for label, row in result["metrics"][name]["per_label"].items():
            assert (row["low"] <= row["ceiling"]) if better else (row["high"] >= row["ceiling"]), (
                f"{name} of {label}"
            )
