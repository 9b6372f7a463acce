import numpy as np
import pytest

from mlcore.evaluate import lab
from mlcore.evaluate.criteria import BY_NAME, CRITERIA
from mlcore.metrics import counts, thresholds
from tests.metrics.cases import cases


def made(n: int = 400, present: float = 0.3, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    truth = (rng.random((n, 1)) < present).astype(float)
    return truth, 1 / (1 + np.exp(-rng.normal(0, 1, (n, 1)) - 2 * truth + 1))


def chosen(name: str, truth: np.ndarray, p: np.ndarray, shrink: float = 0, **parameters: float):
    criterion = BY_NAME[name]
    values = {row.name: row.default for row in criterion.parameters} | parameters
    return lab.choose(truth, p, np.arange(len(truth)), criterion, values, shrink, draws=60)


def counted(truth: np.ndarray, p: np.ndarray, limit: float) -> counts.Counts:
    return counts.count(truth, p >= limit)


def test_best_f1_is_what_a_training_chooses():
    for case in cases(100):
        for i in range(len(case.labels)):
            truth, p = case.truth[:, [i]], case.probability[:, [i]]
            if (truth == 1).any():
                ours = chosen("best_f1", truth, p).thresholds
                np.testing.assert_allclose(
                    counts.f1(counted(truth, p, ours)),
                    counts.f1(counted(truth, p, thresholds.best_f1(truth, p))),
                    err_msg=f"seed {case.seed}",
                )


@pytest.mark.parametrize("criterion", CRITERIA, ids=lambda row: row.name)
def test_no_other_cut_is_better(criterion):
    values = {row.name: row.default for row in criterion.parameters}
    for seed in range(20):
        truth, p = made(60, seed=seed)
        ours = chosen(criterion.name, truth, p).own[0]
        reached = criterion.worth(counted(truth, p, ours), **values)
        tried = [criterion.worth(counted(truth, p, cut), **values) for cut in [*p[:, 0], 2]]
        assert reached == pytest.approx(np.nanmax(tried)), f"seed {seed}"


def test_a_sensitivity_that_was_asked_for_is_reached_at_the_best_specificity():
    truth, p = made()
    c = counted(truth, p, chosen("sensitivity", truth, p, least=0.9).thresholds)
    assert 0.9 <= counts.recall(c)[0] < 0.93


def test_a_specificity_that_was_asked_for_is_reached_at_the_best_sensitivity():
    truth, p = made()
    c = counted(truth, p, chosen("specificity", truth, p, least=0.9).thresholds)
    assert 0.9 <= counts.specificity(c)[0] < 0.93


def test_dear_misses_lower_the_threshold_and_free_ones_call_nothing():
    truth, p = made()
    dear = chosen("cost", truth, p, missed=50, alarm=1).thresholds[0]
    even = chosen("cost", truth, p, missed=1, alarm=1).thresholds[0]
    free = chosen("cost", truth, p, missed=0, alarm=1).thresholds[0]
    assert dear < even < free
    assert not (p >= free).any()


def test_the_band_holds_the_best_cut_and_narrows_with_scans():
    wide, narrow = (chosen("best_f1", *made(n)) for n in (80, 8000))
    for found in (wide, narrow):
        assert found.low <= found.own <= found.high
    assert narrow.high - narrow.low < (wide.high - wide.low) / 2


def test_a_rare_label_is_shrunk_towards_the_shared_threshold():
    truth, p = (
        np.concatenate(pair, axis=1) for pair in zip(made(), made(present=0.02), strict=True)
    )
    alone, shrunk = chosen("best_f1", truth, p), chosen("best_f1", truth, p, shrink=20)
    assert (alone.thresholds == alone.own).all()
    present = truth.sum(axis=0)
    assert shrunk.weight.tolist() == pytest.approx((present / (present + 20)).tolist())
    away = np.abs(shrunk.thresholds - shrunk.shared) / np.abs(shrunk.own - shrunk.shared)
    assert away[1] < 0.5 < away[0]


def test_a_label_that_is_never_present_keeps_one_half():
    found = chosen("best_f1", np.zeros((20, 1)), made(20)[1])
    assert found.own.tolist() == [0.5]
    assert np.isnan(found.low[0])
