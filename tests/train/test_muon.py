"""Muon steps along all directions of a matrix alike."""

from types import SimpleNamespace

import numpy as np
import pytest


@pytest.fixture(scope="module")
def tf() -> SimpleNamespace:
    import keras
    import tensorflow

    from mlcore.train import muon

    return SimpleNamespace(keras=keras, constant=tensorflow.constant, ours=muon)


def matrix(rows: int, columns: int) -> np.ndarray:
    """With singular values from 1 down to a thousandth."""
    rng = np.random.default_rng(0)
    most, least = max(rows, columns), min(rows, columns)
    left = np.linalg.qr(rng.normal(size=(most, least)))[0]
    right = np.linalg.qr(rng.normal(size=(least, least)))[0]
    made = (left * np.logspace(0, -3, least)) @ right
    return (made if rows >= columns else made.T).astype(np.float32)


@pytest.mark.parametrize(("rows", "columns"), [(288, 32), (32, 288), (64, 64)])
def test_a_matrix_is_turned_as_keras_turns_it(tf, rows, columns):
    given = tf.constant(matrix(rows, columns))
    expected = np.asarray(tf.keras.optimizers.Muon().zeropower_via_newtonschulz5(given, 5))
    np.testing.assert_allclose(tf.ours.orthogonal(given), expected, atol=2e-3)


def test_directions_that_hardly_count_get_a_step_as_long_as_the_others(tf):
    before = np.linalg.svd(matrix(288, 32), compute_uv=False)
    after = np.linalg.svd(np.asarray(tf.ours.orthogonal(matrix(288, 32))), compute_uv=False)
    assert before.max() / np.median(before) == pytest.approx(31.6, rel=0.2)
    assert 0.6 < np.median(after) < after.max() < 1.3


def test_a_gradient_of_nought_moves_nothing(tf):
    assert not np.asarray(tf.ours.orthogonal(np.zeros((32, 64), np.float32))).any()


def weight(tf: SimpleNamespace, shape: tuple[int, ...], name: str = "kernel"):
    return tf.keras.Variable(np.ones(shape, np.float32), name=name)


@pytest.mark.parametrize(
    ("shape", "name", "expected"),
    [
        ((3, 3, 16, 32), "kernel", True),
        ((128, 64), "recurrent_kernel", True),
        ((128, 5), "kernel", False),
        ((7, 7, 64, 1), "kernel", False),
        ((64, 128), "positions", False),
        ((64,), "bias", False),
    ],
)
def test_kernels_of_hidden_layers_are_its_own_and_others_are_adams(tf, shape, name, expected):
    assert tf.ours.is_hidden_kernel(weight(tf, shape, name)) is expected


def test_a_step_is_as_long_as_one_of_adam(tf):
    rng = np.random.default_rng(1)
    kernel, bias = weight(tf, (3, 3, 32, 64)), weight(tf, (64,), "bias")
    optimizer = tf.ours.Muon(0.01)
    optimizer.weight_decay = None
    optimizer.build([kernel, bias])
    gradients = [rng.normal(size=each.shape).astype(np.float32) for each in (kernel, bias)]
    optimizer.apply([tf.constant(each) for each in gradients], [kernel, bias])
    step = np.asarray(kernel) - 1
    assert np.sqrt(np.mean(step**2)) == pytest.approx(0.01 * 0.2, rel=0.2)
    assert np.corrcoef(step.ravel(), gradients[0].ravel())[0, 1] < -0.8
    np.testing.assert_allclose(np.asarray(bias) - 1, -0.01 * np.sign(gradients[1]), rtol=1e-3)


def test_what_was_learnt_before_carries_on(tf):
    rng = np.random.default_rng(2)
    kernel = weight(tf, (32, 64))
    optimizer = tf.ours.Muon(0.01)
    optimizer.weight_decay = None
    optimizer.build([kernel])
    first = rng.normal(size=kernel.shape).astype(np.float32)
    optimizer.apply([tf.constant(first)], [kernel])
    before = np.copy(np.asarray(kernel))
    optimizer.apply([tf.constant(np.zeros_like(first))], [kernel])
    momentum = 0.95 * 0.95 * first
    expected = -0.01 * 0.2 * 64**0.5 * np.asarray(tf.ours.orthogonal(momentum))
    np.testing.assert_allclose(np.asarray(kernel) - before, expected, atol=1e-5)
