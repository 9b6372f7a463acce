"""Batch normalisation in one operation learns what Keras' own layer learns."""

from types import SimpleNamespace

import numpy as np
import pytest


@pytest.fixture(scope="module")
def tf() -> SimpleNamespace:
    import keras
    import tensorflow

    from mlcore.train import normalisation, quick

    return SimpleNamespace(keras=keras, tf=tensorflow, own=normalisation, quick=quick)


def layer_of(tf: SimpleNamespace, shape: tuple[int, ...], **settings):
    layer = tf.keras.layers.BatchNormalization(**settings)
    layer.build((None, *shape))
    rng = np.random.default_rng(0)
    for weight in layer.weights:
        weight.assign(rng.uniform(0.5, 1.5, weight.shape))
    return layer


def learnt(tf: SimpleNamespace, call, layer, x: np.ndarray) -> list[np.ndarray]:
    """Answers, gradients of scans and weights, and the statistics that are kept."""
    x = tf.tf.constant(x)
    with tf.tf.GradientTape() as tape:
        tape.watch(x)
        answers = call(x, training=True)
        loss = tf.tf.reduce_sum(tf.tf.cast(answers, tf.tf.float32) ** 3)
    found = tape.gradient(loss, [x, layer.gamma.value, layer.beta.value])
    kept = (layer.moving_mean, layer.moving_variance)
    return [np.asarray(tf.tf.cast(value, tf.tf.float32)) for value in (answers, *found, *kept)]


@pytest.mark.parametrize(
    "settings", [{}, {"momentum": 0.5, "epsilon": 0.1}], ids=["usual", "other"]
)
def test_it_learns_what_keras_learns(tf, settings):
    x = np.random.default_rng(1).normal(2, 3, (4, 6, 5, 3)).astype(np.float32)
    theirs, ours = (layer_of(tf, x.shape[1:], **settings) for _ in range(2))
    one = learnt(tf, tf.own.OneOperation(ours), ours, x)
    for mine, other in zip(one, learnt(tf, theirs, theirs, x), strict=True):
        np.testing.assert_allclose(mine, other, rtol=1e-4, atol=1e-4 * np.abs(other).max())


def test_in_bfloat16_it_differs_from_keras_by_no_more_than_a_digit_of_it(tf):
    x = np.random.default_rng(1).normal(2, 3, (4, 6, 5, 3)).astype(np.float32)
    x = tf.tf.cast(x, tf.tf.bfloat16)
    theirs, ours = (layer_of(tf, x.shape[1:], dtype="mixed_bfloat16") for _ in range(2))
    changed = tf.own.OneOperation(ours)
    assert changed(x).dtype == tf.tf.bfloat16
    one = learnt(tf, changed, ours, x)
    for mine, other in zip(one, learnt(tf, theirs, theirs, x), strict=True):
        np.testing.assert_allclose(mine, other, rtol=1e-2, atol=1e-2 * np.abs(other).max())


def test_it_answers_by_the_statistics_it_kept(tf):
    layer = layer_of(tf, (6, 5, 3))
    x = np.random.default_rng(1).normal(2, 3, (4, 6, 5, 3)).astype(np.float32)
    before = [np.asarray(weight) for weight in layer.weights]
    np.testing.assert_array_equal(tf.own.OneOperation(layer)(x), layer(x))
    for weight, was in zip(layer.weights, before, strict=True):
        np.testing.assert_array_equal(np.asarray(weight), was)


def test_what_is_no_picture_or_not_as_usual_is_left_to_keras(tf):
    assert tf.own.fits(layer_of(tf, (6, 5, 3)))
    assert not tf.own.fits(layer_of(tf, (7,)))
    assert not tf.own.fits(layer_of(tf, (6, 5, 3), axis=1))
    assert not tf.own.fits(layer_of(tf, (6, 5, 3), scale=False))
    frozen = layer_of(tf, (6, 5, 3))
    frozen.trainable = False
    assert not tf.own.fits(frozen)


def test_layers_of_a_network_inside_a_network_are_changed_too(tf):
    kl = tf.keras.layers
    scan = tf.keras.Input((8, 8, 2))
    inner = tf.keras.Model(scan, kl.BatchNormalization(momentum=0.5)(scan))
    outside = tf.keras.Input((8, 8, 2))
    model = tf.keras.Model(outside, kl.Flatten()(inner(outside)))
    quick = tf.quick.quickened(model)
    kinds = [type(layer) for layer in quick._flatten_layers()]
    assert tf.own.OneOperation in kinds
    assert {id(weight) for weight in quick.weights} == {id(weight) for weight in model.weights}
    x = np.random.default_rng(1).normal(2, 3, (4, 8, 8, 2)).astype(np.float32)
    quick(x, training=True)
    np.testing.assert_allclose(inner.layers[1].moving_mean, x.mean((0, 1, 2)) / 2, rtol=1e-4)
