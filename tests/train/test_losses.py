"""Losses beside the same formulas in NumPy."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from mlcore.models import build, registry
from mlcore.train.config import TrainConfig
from mlcore.train.losses import LOSSES, loss_function
from mlcore.train.options import get

TRUTH = np.array([[1, 0, np.nan], [0, 1, 1], [np.nan, 0, 0]], np.float32)
LOGITS = np.array([[2.0, -1.0, 9.0], [0.3, -4.0, 1.0], [-7.0, 3.0, -2.5]], np.float32)
KNOWN = ~np.isnan(TRUTH)


def computed(config: TrainConfig, weights=None, logits=LOGITS) -> float:
    return float(loss_function(config, weights)(tf.constant(TRUTH), tf.constant(logits)))


def by_hand(each, target=TRUTH, weights=1.0) -> float:
    """Mean over known labels of ``each(target, p)``."""
    p = 1 / (1 + np.exp(-LOGITS.astype(np.float64)))
    return float((each(target, p) * weights)[KNOWN].mean())


def cross_entropy(y, p):
    return -y * np.log(p) - (1 - y) * np.log(1 - p)


def test_every_loss_that_can_be_chosen_is_there():
    assert tuple(LOSSES) == get("loss").choices


def test_binary_cross_entropy_is_the_mean_over_known_labels():
    assert computed(TrainConfig("x")) == pytest.approx(by_hand(cross_entropy), rel=1e-5)


def test_where_nothing_is_known_the_loss_is_zero():
    nothing = tf.fill((2, 3), np.float32("nan"))
    assert float(loss_function(TrainConfig("x"), None)(nothing, tf.zeros((2, 3)))) == 0


def test_categorical_cross_entropy_of_two_units_is_what_keras_says():
    no, yes = np.array([[0.2, -1.0], [1.5, 0.1]]), np.array([[1.0, 0.4], [-2.0, 3.0]])
    truth = np.array([[1, 0], [0, 1]])
    units = tf.constant(np.stack([no, yes], axis=-1), tf.float32)
    expected = keras.losses.sparse_categorical_crossentropy(truth, units, from_logits=True)
    config = TrainConfig("x", loss="categorical", head="softmax")
    own = loss_function(config, None)(
        tf.constant(truth, tf.float32), tf.constant(yes - no, tf.float32)
    )
    assert float(own) == pytest.approx(float(tf.reduce_mean(expected)), rel=1e-5)


def test_focal_loss_is_that_of_its_paper():
    def focal(y, p):
        right = np.where(y == 1, p, 1 - p)
        return -((1 - right) ** 3) * np.log(right)

    config = TrainConfig("x", loss="focal", focal_gamma=3.0)
    assert computed(config) == pytest.approx(by_hand(focal), rel=1e-4)
    plain = computed(TrainConfig("x", loss="focal", focal_gamma=0.0))
    assert plain == pytest.approx(computed(TrainConfig("x")), rel=1e-6)


def test_asymmetric_loss_is_that_of_its_paper():
    def asymmetric(y, p):
        shifted = np.maximum(p - 0.1, 0)
        return np.where(y == 1, -(1 - p) * np.log(p), -(shifted**4) * np.log(1 - shifted))

    config = TrainConfig("x", loss="asymmetric", gamma_present=1.0, probability_shift=0.1)
    assert computed(config) == pytest.approx(by_hand(asymmetric), rel=1e-4)
    plain = TrainConfig(
        "x", loss="asymmetric", gamma_present=0.0, gamma_absent=0.0, probability_shift=0.0
    )
    assert computed(plain) == pytest.approx(computed(TrainConfig("x")), rel=1e-6)


def test_weights_multiply_the_answers_they_belong_to_and_smoothing_moves_the_target():
    weights = np.array([[0.5, 1.0, 2.0], [3.0, 0.25, 1.0]], np.float32)
    expected = by_hand(cross_entropy, weights=np.where(TRUTH == 1, weights[1], weights[0]))
    assert computed(TrainConfig("x"), weights) == pytest.approx(expected, rel=1e-5)
    smooth = by_hand(cross_entropy, target=TRUTH * 0.8 + 0.1)
    assert computed(TrainConfig("x", label_smoothing=0.2)) == pytest.approx(smooth, rel=1e-5)


@pytest.mark.parametrize("loss", ["binary", "focal", "asymmetric"])
def test_the_gradient_is_a_number_at_extreme_answers(loss):
    logits = tf.Variable(np.array([[80.0, -80.0, 0.0], [-80.0, 80.0, 0.0], [0, 0, 0]], np.float32))
    with tf.GradientTape() as tape:
        value = loss_function(TrainConfig("x", loss=loss), None)(tf.constant(TRUTH), logits)
    assert np.isfinite(tape.gradient(value, logits).numpy()).all()


def test_two_unit_heads_give_one_logit_a_label():
    model = build.build(registry.get("tiny"), 16, 1, 3, "shared", "softmax")
    assert model.output_shape == (None, 3)
