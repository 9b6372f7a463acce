"""Adam as one operation takes the very steps of Keras' own."""

from types import SimpleNamespace

import numpy as np
import pytest

SHAPES = ((7, 5), (5,), ())


@pytest.fixture(scope="module")
def tf() -> SimpleNamespace:
    import keras
    import tensorflow

    from mlcore.train import adam

    return SimpleNamespace(keras=keras, function=tensorflow.function, ours=adam)


def trained(tf: SimpleNamespace, optimizer: object, steps: int = 5) -> list[np.ndarray]:
    """Weights, and after them the optimizer's own numbers, after some random gradients."""
    rng = np.random.default_rng(0)
    weights = [
        tf.keras.Variable(rng.normal(size=shape).astype(np.float32), name=f"kernel_{i}")
        for i, shape in enumerate(SHAPES)
    ]
    optimizer.exclude_from_weight_decay(var_names=["kernel_1"])
    optimizer.build(weights)
    apply = tf.function(lambda gradients: optimizer.apply(gradients, weights), jit_compile=False)
    for step in range(steps):
        optimizer.learning_rate = 0.1 / (step + 1)
        apply([rng.normal(size=shape).astype(np.float32) for shape in SHAPES])
    return [np.asarray(variable) for variable in (*weights, *optimizer.variables)]


@pytest.mark.parametrize("name", ["Adam", "AdamW"])
@pytest.mark.parametrize(
    "settings",
    [{}, {"weight_decay": 0.1}, {"global_clipnorm": 0.5}, {"beta_1": 0.5, "epsilon": 1e-3}],
    ids=["plain", "decay", "clipped", "other constants"],
)
def test_it_takes_the_steps_of_keras(tf, name, settings):
    theirs = trained(tf, getattr(tf.keras.optimizers, name)(**settings))
    ours = trained(tf, getattr(tf.ours, name)(**settings))
    assert len(ours) == len(theirs) == 3 * len(SHAPES) + 2
    for one, other in zip(ours, theirs, strict=True):
        # TensorFlow has 1 - .999 in float32, Keras in float64: 4e-5 of the second moment.
        np.testing.assert_allclose(one, other, rtol=1e-4, atol=5e-6)


def test_its_numbers_have_the_order_of_keras_so_that_old_checkpoints_load(tf):
    weights = [tf.keras.Variable(np.zeros((2, 3), np.float32), name="kernel")]
    ours, theirs = tf.ours.Adam(), tf.keras.optimizers.Adam()
    for optimizer in (ours, theirs):
        optimizer.build(weights)
    paths = [[v.path.partition("/")[2] for v in of.variables] for of in (ours, theirs)]
    assert paths[0] == paths[1]
