import numpy as np
import pytest

from mlcore.inspect import cheap_model
from mlcore.inspect.embedding import Embedder, Embedding
from mlcore.inspect.ranks import auc

NOTHING = Embedder(np.zeros((832, 1), np.float32), np.zeros(1, np.float32))


def points(n: int, seed: int = 0, k: int = 8) -> tuple[Embedding, np.ndarray]:
    """Points whose first label is a circle no line can cut out, whose second is a half-plane and
    whose third is chance."""
    rng = np.random.default_rng(seed)
    values = rng.standard_normal((n, k)).astype(np.float16) / np.sqrt(k)
    truth = np.stack([(values[:, :2] ** 2).sum(axis=1) < 0.15, values[:, 2] > 0.2], axis=1)
    chance = rng.random((n, 1)) < 0.3
    targets = np.hstack([truth, chance]).astype(np.float32)
    return Embedding(values, np.zeros(n, bool), NOTHING), targets


def areas(model: cheap_model.CheapModel, targets: np.ndarray) -> list[float]:
    truth = targets[model.fitted]
    return [auc(p, t) for p, t in zip(model.fitted_probability.T, truth.T, strict=True)]


def test_it_learns_curved_and_straight_labels_and_finds_nothing_in_chance():
    embedding, targets = points(3000)
    circle, plane, chance = areas(cheap_model.fit(embedding, targets), targets)
    assert circle > 0.95
    assert plane > 0.97
    assert 0.47 < chance < 0.53


def test_probabilities_are_as_often_right_as_they_say():
    embedding, targets = points(3000)
    p = cheap_model.fit(embedding, targets).fitted_probability
    for low in (0.0, 0.25, 0.5, 0.75):
        here = (p >= low) & (p < low + 0.25)
        assert targets[here].mean() == pytest.approx(p[here].mean(), abs=0.06)


def test_scans_that_were_not_fitted_on_are_judged_as_well(monkeypatch):
    embedding, targets = points(3000)
    monkeypatch.setattr(cheap_model, "FIT", 1500)
    model = cheap_model.fit(embedding, targets)
    assert len(model.fitted) == 1500
    p = model.probability(embedding.of(slice(None)), model.fold)
    others = np.setdiff1d(np.arange(3000), model.fitted)
    assert auc(p[others, 1], targets[others, 1]) > 0.96
    np.testing.assert_allclose(p[model.fitted], model.fitted_probability, atol=1e-5)


def test_copies_of_a_scan_do_not_vouch_for_its_label():
    """A label at random, but equal for both copies of a scan."""
    embedding, targets = points(600)
    twice = Embedding(np.tile(embedding.values, (2, 1)), np.zeros(1200, bool), NOTHING)
    targets, groups = np.tile(targets, (2, 1)), np.tile(np.arange(600), 2)
    assert areas(cheap_model.fit(twice, targets), targets)[2] > 0.55
    model = cheap_model.fit(twice, targets, groups)
    assert (model.fold[:600] == model.fold[600:]).all()
    assert areas(model, targets)[2] < 0.55


def test_unknown_labels_and_plain_scans_are_not_fitted_on():
    embedding, targets = points(1000)
    targets[:200] = np.nan
    targets[200:400, 1] = np.nan
    embedding.plain[900:] = True
    model = cheap_model.fit(embedding, targets)
    assert model.fitted.tolist() == list(range(200, 900))
    assert areas(model, targets)[1] > 0.95


def test_a_label_with_too_few_scans_is_not_learnt():
    embedding, targets = points(400)
    targets[:, 0] = 0
    targets[:9, 0] = 1
    targets[:, 1] = np.nan
    model = cheap_model.fit(embedding, targets)
    assert model.learnt.tolist() == [False, False, True]
    np.testing.assert_allclose(model.fitted_probability[:, 0], 10 / 402, rtol=1e-5)


@pytest.mark.parametrize("n", [0, 1, 4])
def test_a_handful_of_scans_teaches_nothing(n):
    embedding, targets = points(n)
    model = cheap_model.fit(embedding, targets)
    assert not model.learnt.any()
    assert model.probability(embedding.of(slice(None)), model.fold).shape == (n, 3)


def test_the_same_seed_gives_the_same_model():
    embedding, targets = points(800)
    first, second = (cheap_model.fit(embedding, targets, seed=5) for _ in range(2))
    np.testing.assert_array_equal(first.fitted_probability, second.fitted_probability)


@pytest.mark.parametrize("size", [0, 1.7, 100])
@pytest.mark.parametrize("share_alike", [0.6, 1.0])
def test_scans_that_are_nearly_all_alike_and_of_one_patient_do_not_break_it(share_alike, size):
    embedding, targets = points(60)
    values = embedding.values + np.float32(size)
    values[: int(60 * share_alike)] = values[0]
    alike = Embedding(values, np.zeros(60, bool), NOTHING)
    model = cheap_model.fit(alike, targets, np.zeros(60, int))
    assert np.isfinite(model.fitted_probability).all()
    assert np.isfinite(model.width)
    assert model.width > 0
