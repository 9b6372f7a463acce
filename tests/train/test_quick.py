"""What is computed in another order to be quicker learns the same as what Keras computes."""

from types import SimpleNamespace

import numpy as np
import pytest

from mlcore.models import registry

CONVOLUTIONAL = ["cnn-1", "cnn-2", "cnn-3", "cnn-4", "cnn-5", "vgg-11"]


@pytest.fixture(scope="module")
def tf() -> SimpleNamespace:
    import keras
    import tensorflow

    from mlcore.models import build
    from mlcore.train import quick

    return SimpleNamespace(keras=keras, tf=tensorflow, build=build, quick=quick)


def built(tf: SimpleNamespace, name: str, side: int = 64, channels: int = 1):
    tf.keras.utils.set_random_seed(3)
    model = tf.build.build(registry.get(name), side, channels, 2, "shared", "sigmoid")
    rng = np.random.default_rng(1)
    for weight in model.trainable_weights:
        if weight.ndim == 1:
            weight.assign(weight + rng.uniform(-0.1, 0.1, weight.shape))
    return model


def scans(side: int = 64, channels: int = 1, n: int = 3) -> np.ndarray:
    return np.random.default_rng(0).integers(0, 256, (n, side, side, channels), np.uint8)


@pytest.fixture
def multiplied_as_written(tf, monkeypatch):
    """Other roundings may decide which of two near values a pool takes, and whether a ReLU cuts;
    without them an other order of computing gives the very numbers."""
    monkeypatch.setattr(tf.quick.convolution, "quicker", lambda _: None)


def learnt(tf: SimpleNamespace, model, forward, pixels) -> list[np.ndarray]:
    """The answers while learning, and the gradient of each weight."""

    @tf.tf.function
    def step():
        with tf.tf.GradientTape() as tape:
            answers = forward(pixels, training=True)
            loss = tf.tf.reduce_mean(answers**2)
        return [answers, *tape.gradient(loss, model.trainable_weights)]

    return [value.numpy() for value in step()]


@pytest.mark.usefixtures("multiplied_as_written")
@pytest.mark.parametrize("name", CONVOLUTIONAL)
def test_answers_and_gradients_are_those_of_keras(tf, name):
    plain, changed = built(tf, name), built(tf, name)
    quick = tf.quick.quickened(changed)
    assert quick is not changed
    theirs = learnt(tf, plain, plain, scans())
    ours = learnt(tf, changed, quick, scans())
    for one, other in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-3, atol=1e-5 * np.abs(other).max())


@pytest.mark.parametrize(("name", "convolutions"), [("cnn-2", 0), ("cnn-3", 2), ("cnn-5", 7)])
def test_convolutions_of_many_channels_multiply_less_often(tf, name, convolutions):
    quick = tf.quick.quickened(built(tf, name))
    made = [layer.convolve for layer in quick.layers if hasattr(layer, "convolve")]
    ours = [each for each in made if each.__module__ == "mlcore.train.convolution"]
    assert len(ours) == convolutions


def test_then_too_answers_and_gradients_are_those_of_keras(tf):
    kl = tf.keras.layers

    def smooth():
        """Of functions that roundings cannot make jump, but for one pool."""
        tf.keras.utils.set_random_seed(3)
        scan = tf.keras.Input((16, 16, 1), dtype="uint8")
        x = kl.Rescaling(1 / 255)(scan)
        x = kl.Conv2D(48, 3, padding="same", activation="tanh")(x)
        x = kl.Conv2D(64, 3, padding="same", activation="gelu", bias_initializer="ones")(x)
        x = kl.Conv2D(64, 3, use_bias=False)(x)
        x = kl.Conv2D(96, 5, padding="same", activation="relu", bias_initializer="ones")(x)
        return tf.keras.Model(scan, kl.Dense(2)(kl.Flatten()(kl.MaxPooling2D(7)(x))))

    plain, changed = smooth(), smooth()
    quick = tf.quick.quickened(changed)
    assert sum(hasattr(layer, "convolve") for layer in quick.layers) == 3
    theirs = learnt(tf, plain, plain, scans(16))
    ours = learnt(tf, changed, quick, scans(16))
    for one, other in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-3, atol=1e-5 * np.abs(other).max())


@pytest.mark.parametrize("name", ["cnn-3", "cnn-5", "vgg-11"])
def test_networks_learn_the_same_from_a_batch_but_for_what_roundings_decide(tf, name):
    plain, changed = built(tf, name), built(tf, name)
    theirs = learnt(tf, plain, plain, scans())
    ours = learnt(tf, changed, tf.quick.quickened(changed), scans())
    for one, other in zip(ours, theirs, strict=True):
        assert np.linalg.norm(one - other) < 0.01 * np.linalg.norm(other)


@pytest.mark.parametrize("name", ["cnn-2", "cnn-4"])
def test_with_three_channels_too(tf, name):
    plain, changed = built(tf, name, channels=3), built(tf, name, channels=3)
    pixels = scans(channels=3)
    theirs = learnt(tf, plain, plain, pixels)
    ours = learnt(tf, changed, tf.quick.quickened(changed), pixels)
    for one, other in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-3, atol=1e-5 * np.abs(other).max())


@pytest.mark.parametrize("name", CONVOLUTIONAL)
def test_it_holds_the_very_weights_of_the_model(tf, name):
    model = built(tf, name)
    quick = tf.quick.quickened(model)
    assert {id(weight) for weight in quick.weights} == {id(weight) for weight in model.weights}
    assert quick.count_params() == model.count_params()


def test_statistics_of_normalisation_are_learnt_by_the_model_itself(tf):
    model = built(tf, "cnn-2")
    before = [np.asarray(weight) for weight in model.non_trainable_weights]
    tf.quick.quickened(model)(scans(), training=True)
    after = [np.asarray(weight) for weight in model.non_trainable_weights]
    changed = [not np.array_equal(one, other) for one, other in zip(before, after, strict=True)]
    assert sum(changed) >= 4


def test_what_has_no_pool_after_a_convolution_stays_as_it_is(tf):
    for name in ("rnn-1", "fcnn-2", "tiny"):
        model = built(tf, name)
        assert tf.quick.quickened(model) is model


def test_the_model_serves_as_before(tf):
    model = built(tf, "cnn-2")
    expected = tf.keras.ops.sigmoid(model(scans())).numpy()
    tf.quick.quickened(model)
    served = tf.build.with_probabilities(model)
    kinds = {type(layer).__module__.split(".")[0] for layer in served.layers}
    assert kinds == {"keras"}
    np.testing.assert_allclose(served(scans()).numpy(), expected, atol=1e-6)


def test_an_answer_that_goes_to_two_places_is_left_alone(tf):
    kl = tf.keras.layers
    scan = tf.keras.Input((8, 8, 1))
    conv = kl.Conv2D(2, 3, activation="relu")(scan)
    both = [kl.Flatten()(kl.MaxPooling2D(2)(conv)), kl.Flatten()(conv)]
    model = tf.keras.Model(scan, kl.Concatenate()(both))
    assert tf.quick.quickened(model) is model
