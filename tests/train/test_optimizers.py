"""Optimizers by name, and what is asked of them."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from mlcore.models import build, registry
from mlcore.train import adam, muon
from mlcore.train.averages import AveragedWeights
from mlcore.train.config import TrainConfig
from mlcore.train.optimizers import OPTIMIZERS, optimizer_for
from mlcore.train.options import get


@pytest.fixture(scope="module")
def model() -> keras.Model:
    return build.build(registry.get("tiny"), 16, 1, 2, "shared", "sigmoid")


def one_weight(config: TrainConfig, gradient: float, name: str = "kernel", steps: int = 1) -> float:
    """Where a weight of 1 is after so many steps with this gradient."""
    weight = keras.Variable(1.0, name=name)
    network = keras.Sequential([])
    network._track_variable(weight)
    optimizer = optimizer_for(config, network)
    for _ in range(steps):
        optimizer.apply([tf.constant(gradient)], [weight])
    return float(weight)


def test_each_name_gives_its_optimizer(model):
    kinds = {
        name: type(optimizer_for(TrainConfig("x", optimizer=name), model)) for name in OPTIMIZERS
    }
    assert tuple(kinds) == get("optimizer").choices
    assert kinds == {
        "adam": adam.Adam,
        "adamw": adam.AdamW,
        "muon": muon.Muon,
        "sgd": keras.optimizers.SGD,
        "rmsprop": keras.optimizers.RMSprop,
    }


def test_sgd_takes_plain_steps_with_momentum_and_nesterov():
    sgd = {"optimizer": "sgd", "learning_rate": 0.1}
    plain = TrainConfig("x", **sgd, momentum=0.0)
    assert one_weight(plain, 2.0, steps=2) == pytest.approx(1 - 0.2 - 0.2)
    heavy = TrainConfig("x", **sgd, momentum=0.5)
    assert one_weight(heavy, 2.0, steps=2) == pytest.approx(1 - 0.2 - 0.3)
    nesterov = TrainConfig("x", **sgd, momentum=0.5, nesterov=True)
    assert one_weight(nesterov, 2.0) == pytest.approx(1 - 0.3)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_weight_decay_pulls_weights_but_no_biases_to_zero(name):
    config = TrainConfig("x", optimizer=name, learning_rate=0.1, weight_decay=0.5)
    assert one_weight(config, 0.0) == pytest.approx(1 - 0.1 * 0.5)
    for spared in ("bias", "gamma", "beta"):
        assert one_weight(config, 0.0, spared) == 1
    assert one_weight(TrainConfig("x", optimizer=name), 0.0) == 1


def test_clipping_shortens_the_gradient():
    config = TrainConfig("x", optimizer="sgd", momentum=0.0, learning_rate=0.1, clip_norm=1.0)
    assert one_weight(config, 50.0) == pytest.approx(0.9)
    assert one_weight(config, 0.5) == pytest.approx(0.95)


def test_averages_follow_all_weights_and_answer_only_while_in_use(model):
    optimizer = optimizer_for(TrainConfig("x"), model)
    averages = AveragedWeights(model, optimizer, 0.995)
    assert len(averages.variables) == len(model.weights)
    start = [np.copy(np.asarray(weight)) for weight in model.weights]
    for weight in model.weights:
        weight.assign(weight + 1)
    optimizer.iterations.assign(8)
    averages.follow()
    # (1 + 8) / (10 + 8) of the average stays.
    for average, before in zip(averages.variables, start, strict=True):
        np.testing.assert_allclose(average, before + 0.5, rtol=1e-5)
    with averages.in_use():
        np.testing.assert_allclose(model.weights[0], start[0] + 0.5, rtol=1e-5)
    np.testing.assert_allclose(model.weights[0], start[0] + 1, rtol=1e-5)
    optimizer.iterations.assign(10**6)
    before = np.copy(np.asarray(averages.variables[0]))
    averages.follow()
    np.testing.assert_allclose(averages.variables[0], before + 0.005 * 0.5, rtol=1e-4)


def test_without_a_decay_there_is_no_average(model):
    assert AveragedWeights(model, optimizer_for(TrainConfig("x"), model), 0.0).variables == []
