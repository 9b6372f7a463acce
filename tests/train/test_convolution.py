"""A convolution that multiplies less often gives what TensorFlow's gives."""

from types import SimpleNamespace

import numpy as np
import pytest

from mlcore.train.winograd import Winograd


@pytest.fixture(scope="module")
def tf() -> SimpleNamespace:
    import keras
    import tensorflow

    from mlcore.train import convolution

    return SimpleNamespace(keras=keras, tf=tensorflow, convolution=convolution)


SHAPES = [
    # pictures, high, wide, channels, filters, kernel, padding
    (3, 16, 16, 8, 12, 3, "SAME"),
    (2, 9, 14, 5, 7, 3, "SAME"),
    (2, 9, 14, 5, 7, 3, "VALID"),
    (1, 3, 3, 4, 2, 3, "VALID"),
    (2, 6, 6, 16, 8, 5, "VALID"),
    (3, 11, 6, 3, 9, 5, "SAME"),
    (2, 2, 5, 6, 6, 5, "SAME"),
]


def drawn(*shape: int) -> np.ndarray:
    return np.random.default_rng(sum(shape)).normal(size=shape)


def learnt(tf, convolve, pictures: np.ndarray, kernel: np.ndarray) -> list[np.ndarray]:
    """The answers and the gradients of a sum of them by both."""

    @tf.tf.function
    def step(pictures, kernel):
        with tf.tf.GradientTape() as tape:
            tape.watch([pictures, kernel])
            answers = convolve(pictures, kernel)
            loss = tf.tf.reduce_sum(answers * tf.tf.cos(answers))
        return [answers, *tape.gradient(loss, [pictures, kernel])]

    return [value.numpy() for value in step(*map(tf.tf.constant, (pictures, kernel)))]


@pytest.mark.parametrize("shape", SHAPES)
def test_answers_and_gradients_are_those_of_double_precision(tf, shape):
    n, high, wide, channels, filters, size, padding = shape
    pictures, kernel = drawn(n, high, wide, channels), drawn(size, size, channels, filters) / 10
    pad = size // 2 if padding == "SAME" else 0
    convolve = tf.convolution.convolution(Winograd((high, wide), size, pad))
    ours = learnt(tf, convolve, pictures.astype("f4"), kernel.astype("f4"))
    theirs = learnt(tf, lambda x, w: tf.tf.nn.conv2d(x, w, 1, padding), pictures, kernel)
    for one, other in zip(ours, theirs, strict=True):
        assert one.shape == other.shape
        np.testing.assert_allclose(one, other, rtol=0, atol=1e-4 * np.abs(other).max())


def test_the_same_numbers_give_the_same_answers_to_the_last_bit(tf):
    pictures, kernel = drawn(8, 12, 12, 16).astype("f4"), drawn(3, 3, 16, 16).astype("f4")
    convolve = tf.convolution.convolution(Winograd((12, 12), 3, 1))
    first, second = (learnt(tf, convolve, pictures, kernel) for _ in range(2))
    assert all(map(np.array_equal, first, second))


def test_a_step_of_several_convolutions_keeps_their_answers_apart(tf):
    """Their memory is used again, but not while somebody needs it."""
    pictures, kernel = drawn(2, 8, 8, 4).astype("f4"), drawn(3, 3, 4, 4).astype("f4")
    convolve = tf.convolution.convolution(Winograd((8, 8), 3, 1))

    @tf.tf.function
    def both(pictures):
        return convolve(pictures, kernel), convolve(-2 * pictures, kernel)

    for _ in range(3):
        one, other = both(pictures)
        np.testing.assert_allclose(other, -2 * one, rtol=1e-4, atol=1e-4)


def test_the_last_batch_may_be_smaller(tf):
    kernel = drawn(3, 3, 4, 6).astype("f4")
    convolve = tf.convolution.convolution(Winograd((8, 8), 3, 1))
    anything = [tf.tf.TensorSpec((None, 8, 8, 4), tf.tf.float32)]
    answer = tf.tf.function(lambda pictures: convolve(pictures, kernel), input_signature=anything)
    pictures = drawn(5, 8, 8, 4).astype("f4")
    whole, part = answer(pictures).numpy(), answer(pictures[:2]).numpy()
    np.testing.assert_allclose(part, whole[:2], rtol=0, atol=1e-5 * np.abs(whole).max())


def layer(tf, shape=(64, 64, 50), **settings):
    kinds = {"filters": 75, "kernel_size": 3, "padding": "same"} | settings
    conv = tf.keras.layers.Conv2D(**kinds)
    conv(tf.keras.Input(shape))
    return conv


def test_a_layer_with_many_channels_is_convolved_so(tf):
    assert tf.convolution.quicker(layer(tf))
    assert tf.convolution.quicker(layer(tf, padding="valid"))
    assert tf.convolution.quicker(layer(tf, (6, 6, 512), filters=512, kernel_size=5))


@pytest.mark.parametrize(
    ("shape", "settings"),
    [
        ((64, 64, 1), {}),
        ((64, 64, 16), {"filters": 16}),
        ((4, 4, 128), {"filters": 32}),
        ((2, 2, 512), {"filters": 512}),
        ((64, 64, 50), {"strides": 2}),
        ((64, 64, 50), {"dilation_rate": 2}),
        ((64, 64, 50), {"kernel_size": 1}),
        ((64, 64, 50), {"kernel_size": (3, 5)}),
        ((64, 64, 50), {"groups": 25}),
        ((64, 64, 50), {"dtype": "mixed_bfloat16"}),
        ((None, None, 50), {}),
    ],
    ids=str,
)
def test_where_it_would_not_be_quicker_or_not_the_same_it_stays_as_it_is(tf, shape, settings):
    assert tf.convolution.quicker(layer(tf, shape, **settings)) is None
