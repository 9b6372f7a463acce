"""The Keras models are what the layer tables say, and answer as they are meant to.

TensorFlow is imported by the fixtures, so that collecting these tests costs nothing.
"""

from math import prod
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from mlcore.models import heads, registry, summary

NETWORKS = [
    pytest.param(network, id=network.name)
    for network in registry.NETWORKS
    if not network.pretrained
]
"""All but the ready-made, which test_backbones builds, once each: they are large."""
REAL = ["tiny", "cnn-2", "rnn-1", "fcnn-2", "scan-net", "vit", "capsules"]
"""Small ones, one of each kind."""


@pytest.fixture(scope="module")
def keras() -> ModuleType:
    import keras

    return keras


@pytest.fixture
def build(keras: ModuleType) -> ModuleType:
    from mlcore.models import build

    keras.utils.set_random_seed(0)
    return build


@pytest.fixture
def mixed(keras):
    """The precision a training may run in."""
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy("mixed_bfloat16")
    yield
    keras.config.set_dtype_policy(before)


def scans(side: int, channels: int = 1, n: int = 5) -> np.ndarray:
    return np.random.default_rng(0).integers(0, 256, (n, side, side, channels), np.uint8)


def answer(model: Any, pixels: np.ndarray) -> np.ndarray:
    return model(pixels).numpy()


def lively(model: Any, gain: float = 1.0) -> Any:
    """Move the model off its beginning, where biases and statistics are still 0 and 1."""
    rng = np.random.default_rng(1)
    model.set_weights(
        [
            gain * kept if kept.ndim > 1 else kept + rng.uniform(0, 0.3, kept.shape)
            for kept in model.get_weights()
        ]
    )
    return model


def sigmoid(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-x.astype(np.float64)))


def softmax(x: np.ndarray) -> np.ndarray:
    shifted = np.exp(x.astype(np.float64) - x.max(axis=-1, keepdims=True))
    return shifted / shifted.sum(axis=-1, keepdims=True)


def work(keras: ModuleType, model: Any) -> int:
    """Multiply-adds of a model's convolutions and dense layers for one scan."""
    each = 0
    for layer in model.layers:
        places = prod(layer.output.shape[1:])
        if isinstance(layer, keras.layers.DepthwiseConv2D):
            each += prod(layer.kernel_size) * places * (layer.kernel_size != (1, 1))
        elif isinstance(layer, keras.layers.Conv2D):
            each += prod(layer.kernel_size) * layer.input.shape[-1] * places
        elif isinstance(layer, keras.layers.Dense):
            each += layer.input.shape[-1] * places
    return each


def last_layer(keras: ModuleType, model: Any) -> Any:
    """The model up to the numbers of its (only) output layer."""
    dense = [layer for layer in model.layers if isinstance(layer, keras.layers.Dense)]
    return keras.Model(model.input, dense[-1].output)


@pytest.mark.parametrize("network", NETWORKS)
def test_keras_counts_the_parameters_the_summary_counts(build, network):
    for channels in (1, 3):
        model = build.build(network, 64, channels, 1, "shared", "softmax")
        assert model.count_params() == summary.study_parameters(network, channels=channels)


@pytest.mark.parametrize("name", REAL)
@pytest.mark.parametrize("sharing", [choice.name for choice in heads.SHARING])
@pytest.mark.parametrize("head", heads.UNITS)
def test_every_way_of_answering_has_the_parameters_the_summary_says(build, name, sharing, head):
    network = registry.get(name)
    model = build.build(network, 32, 3, 4, sharing, head)
    assert model.count_params() == summary.parameters(network, 32, 3, 4, sharing, head)
    assert model.output_shape == (None, 4)


@pytest.mark.parametrize("network", NETWORKS)
def test_row_by_row_shapes_and_parameters_are_those_of_the_table(build, keras, network):
    scan = keras.Input((64, 64, 1))
    output = heads.output(network.answer, 3, heads.UNITS["softmax"])
    rows = summary.layer_table(network, 64, 1, 3, "softmax")
    before = 0
    built = build.after_each_row((*network.layers, output), scan)
    for row, after in zip(rows, built, strict=True):
        count = keras.Model(scan, after).count_params()
        assert after.shape[1:] == row.output, row.text
        assert count - before == row.parameters, row.text
        before = count


@pytest.mark.parametrize("network", NETWORKS)
def test_row_by_row_the_work_is_that_of_the_table(build, keras, network):
    """Multiply-adds of all convolutions and dense layers, as Keras shapes them."""
    if network.family in ("RNN", "Transformer", "Capsules"):
        pytest.skip("multiplies in other layers too; tests/models/test_blocks.py has the figures")
    model = build.build(network, 64, 1, 3, "shared", "sigmoid")
    rows = summary.layer_table(network, 64, 1, 3)
    assert sum(row.multiplications for row in rows) == work(keras, model)


@pytest.mark.parametrize("network", NETWORKS)
def test_the_smallest_side_is_that_of_keras(build, network):
    side = summary.smallest_side(network)
    assert build.build(network, side, 1, 2, "shared", "sigmoid").output_shape == (None, 2)
    if side > 1:
        with pytest.raises(ValueError, match=r"[Nn]egative|less than|smaller|<= 0"):
            build.build(network, side - 1, 1, 2, "shared", "sigmoid")


@pytest.mark.parametrize("name", REAL)
def test_it_takes_raw_bytes_and_answers_in_float32(build, name):
    model = build.build(registry.get(name), 32, 3, 2, "separate", "sigmoid")
    assert model.input_shape == (None, 32, 32, 3)
    assert model.input.dtype == "uint8"
    assert model.output.dtype == "float32"
    assert answer(model, scans(32, 3)).shape == (5, 2)


@pytest.mark.usefixtures("mixed")
@pytest.mark.parametrize("name", REAL)
def test_in_mixed_precision_it_answers_in_float32_too(build, name):
    model = build.build(registry.get(name), 32, 1, 2, "shared", "softmax")
    assert model.layers[1].compute_dtype == "float32", "grey levels keep all their digits"
    assert "bfloat16" in {layer.compute_dtype for layer in model.layers[2:]}
    assert model.output.dtype == "float32"
    assert np.isfinite(answer(model, scans(32))).all()


@pytest.mark.parametrize("name", REAL)
@pytest.mark.parametrize(("sharing", "head"), [("shared", "sigmoid"), ("separate", "softmax")])
def test_probabilities_are_the_sigmoid_of_the_answers(build, name, sharing, head):
    model = lively(build.build(registry.get(name), 32, 1, 3, sharing, head))
    logits = answer(model, scans(32))
    assert np.ptp(logits, axis=0).min() > 1e-3, "the scans must tell apart"
    served = build.with_probabilities(model)
    np.testing.assert_allclose(answer(served, scans(32)), sigmoid(logits), atol=1e-6)


@pytest.mark.usefixtures("mixed")
@pytest.mark.parametrize("name", REAL)
def test_what_learnt_in_mixed_precision_serves_in_float32(build, keras, name):
    model = lively(build.build(registry.get(name), 32, 1, 2, "shared", "sigmoid"))
    served = build.with_probabilities(model)
    assert keras.config.dtype_policy().name == "mixed_bfloat16", "the policy is as before"
    assert served.input.dtype == "uint8"
    floats = [layer for layer in served.layers if not isinstance(layer, keras.layers.InputLayer)]
    assert {getattr(layer, "compute_dtype", "float32") for layer in floats} == {"float32"}
    for kept, new in zip(model.get_weights(), served.get_weights(), strict=True):
        np.testing.assert_array_equal(kept, new)
    rough = sigmoid(answer(model, scans(32)))
    np.testing.assert_allclose(answer(served, scans(32)), rough, atol=0.05)


@pytest.mark.parametrize("name", ["tiny", "cnn-2"])
def test_two_units_a_label_answer_as_a_softmax_over_them(build, keras, name):
    model = lively(build.build(registry.get(name), 32, 1, 3, "shared", "softmax"))
    units = answer(last_layer(keras, model), scans(32))
    pairs = np.stack([units[:, :3], units[:, 3:]], axis=-1)
    np.testing.assert_allclose(sigmoid(answer(model, scans(32))), softmax(pairs)[..., 1], atol=1e-6)


@pytest.mark.parametrize("name", ["fcnn-1", "fcnn-2"])
@pytest.mark.parametrize("head", heads.UNITS)
def test_the_rows_of_a_scan_answer_together_by_the_mean_of_their_probabilities(
    build, keras, name, head
):
    model = lively(build.build(registry.get(name), 16, 1, 3, "shared", head), gain=2)
    rows = answer(last_layer(keras, model), scans(16))
    assert rows.shape == (5, 16, 3 * heads.UNITS[head])
    if head == "sigmoid":
        each = sigmoid(rows)
    else:
        each = softmax(np.stack([rows[..., :3], rows[..., 3:]], axis=-1))[..., 1]
    assert np.ptp(each, axis=1).max() > 0.01, "the rows must differ"
    probability = answer(build.with_probabilities(model), scans(16))
    np.testing.assert_allclose(probability, each.mean(axis=1), atol=1e-6)


def test_rows_that_are_quite_certain_give_a_finite_answer(build, keras):
    model = lively(build.build(registry.get("fcnn-1"), 16, 1, 3, "shared", "softmax"), gain=20)
    assert np.abs(answer(last_layer(keras, model), scans(16))).max() > 100
    assert np.isfinite(answer(model, scans(16))).all()


def test_each_of_several_separate_networks_answers_for_one_label_only(build):
    model = lively(build.build(registry.get("tiny"), 16, 1, 3, "separate", "softmax"))
    before = answer(model, scans(16))
    touched = np.zeros(3, int)
    for variable in model.weights:
        kept = variable.numpy()
        variable.assign(kept + np.random.default_rng(0).random(kept.shape))
        changed = (answer(model, scans(16)) != before).any(axis=0)
        assert changed.sum() == 1, variable.path
        touched += changed
        variable.assign(kept)
    assert touched.tolist() == [6, 6, 6]


def test_bytes_are_scaled_to_numbers_from_0_to_1(build, keras):
    model = build.build(registry.get("tiny"), 16, 1, 3, "shared", "sigmoid")
    scaled = keras.Model(model.input, model.get_layer("to_0_1").output)
    pixels = np.arange(256, dtype=np.uint8).reshape(1, 16, 16, 1)
    np.testing.assert_allclose(answer(scaled, pixels), pixels / 255, atol=1e-7)


def test_dropout_and_batch_statistics_rest_when_it_answers(build):
    model = build.build(registry.get("cnn-2"), 32, 1, 2, "shared", "sigmoid")
    together = answer(model, scans(32))
    np.testing.assert_array_equal(together, answer(model, scans(32)))
    one_by_one = np.concatenate([answer(model, scans(32)[i : i + 1]) for i in range(5)])
    np.testing.assert_allclose(together, one_by_one, atol=1e-5)
