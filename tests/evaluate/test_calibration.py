import numpy as np
import pytest
from scipy.special import expit, logit

from mlcore.evaluate import calibration
from mlcore.metrics import ranking, scores, table


def distorted(n: int, slope: float, height: float) -> tuple[np.ndarray, np.ndarray]:
    """Truth, and probabilities that are off by a known logistic curve."""
    rng = np.random.default_rng(0)
    p = rng.beta(0.7, 1.5, (n, 1))
    truth = (rng.random((n, 1)) < p).astype(float)
    return truth, expit((logit(np.clip(p, 1e-6, 1 - 1e-6)) - height) / slope)


def calibrated(method: str, truth: np.ndarray, p: np.ndarray) -> np.ndarray:
    return calibration.apply(method, calibration.fit(method, truth, p), p)


def error(truth: np.ndarray, p: np.ndarray) -> float:
    metric = [table.BY_NAME["calibration_error"]]
    return scores.score(truth, p, "a", metrics=metric).macro("calibration_error")


def test_temperature_undoes_a_model_that_is_too_sure():
    truth, p = distorted(8000, 0.5, 0.0)
    (curve,) = calibration.fit("temperature", truth, p)
    assert curve["temperature"] == pytest.approx(2, rel=0.08)


def test_platt_undoes_a_shift_too():
    truth, p = distorted(8000, 0.5, 1.0)
    (curve,) = calibration.fit("platt", truth, p)
    assert (curve["slope"], curve["height"]) == pytest.approx((0.5, 1.0), abs=0.08)


@pytest.mark.parametrize("method", ["temperature", "platt", "isotonic"])
def test_every_method_makes_probabilities_mean_more(method):
    truth, p = distorted(4000, 0.5, 0.0)
    assert error(truth, calibrated(method, truth, p)) < error(truth, p) / 2


@pytest.mark.parametrize("method", list(calibration.BY_NAME))
def test_no_scan_passes_another(method):
    truth, p = distorted(500, 0.6, 0.4)
    q = calibrated(method, truth, p).astype(float)
    order = np.argsort(p[:, 0])
    assert (np.diff(q[order, 0]) >= -1e-7).all()
    assert ((q >= 0) & (q <= 1)).all()


def test_a_model_that_is_wrong_throughout_is_not_turned_round():
    truth = np.repeat([0.0, 1.0], 50)[:, None]
    p = np.linspace(0.9, 0.1, 100)[:, None]
    assert ranking.auc(truth, calibrated("platt", truth, p))[0] <= 0.5


def test_a_label_with_few_scans_stays_as_it_is():
    truth = np.zeros((40, 2))
    truth[:20, 0] = truth[:9, 1] = 1
    p = np.random.default_rng(1).random((40, 2)).astype(np.float32)
    curves = calibration.fit("isotonic", truth, p)
    assert curves[0] is not None
    assert curves[1] is None
    assert (calibration.apply("isotonic", curves, p)[:, 1] == p[:, 1]).all()


def test_unknown_scans_have_no_say():
    truth, p = distorted(400, 0.5, 0.2)
    with_blanks = np.concatenate([truth, np.full((90, 1), np.nan)])
    more = np.concatenate([p, np.random.default_rng(2).random((90, 1))])
    assert calibration.fit("platt", with_blanks, more) == calibration.fit("platt", truth, p)
