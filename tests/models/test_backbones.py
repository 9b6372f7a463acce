"""The table of ready-made networks, measured on the real ones, each built once."""

import warnings
from math import prod
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from mlcore.models import registry, summary
from mlcore.models.backbones import fitted

READY = [
    pytest.param(network, id=network.name) for network in registry.NETWORKS if network.pretrained
]
SIDE = 64


@pytest.fixture(scope="module")
def keras() -> ModuleType:
    import keras

    return keras


@pytest.fixture
def build(keras: ModuleType) -> ModuleType:
    from mlcore.models import build

    keras.utils.set_random_seed(0)
    return build


def measured(keras: ModuleType, model: Any) -> dict[int, list[int]]:
    """Divisor of the side to channels, parameters and multiply-adds of the layers at that size."""
    stages: dict[int, list[int]] = {}
    divisor = 1
    for layer in model.layers:
        shape = layer.output.shape
        if len(shape) == 4 and shape[1] > 1:
            # A padded picture is a little larger and still belongs to what comes before.
            divisor = max(divisor, SIDE // shape[1])
            stage = stages.setdefault(divisor, [0, 0, 0])
            stage[0] = shape[3]
        # What works on a picture of one place, such as squeeze and excitation, belongs to the last.
        stage[1] += layer.count_params()
        stage[2] += work(keras, layer)
    return stages


def work(keras: ModuleType, layer: Any) -> int:
    places = prod(layer.output.shape[1:])
    if isinstance(layer, keras.layers.DepthwiseConv2D):
        return prod(layer.kernel_size) * places
    if isinstance(layer, keras.layers.Conv2D):
        return prod(layer.kernel_size) * layer.input.shape[-1] * places
    return 0


@pytest.mark.parametrize("network", READY)
def test_stages_have_the_shapes_counts_and_work_of_the_real_network(build, keras, network):
    model = build.build(network, SIDE, 1, 3, "shared", "sigmoid")
    assert model.count_params() == summary.parameters(network, SIDE, 1, 3)
    real = measured(keras, next(layer for layer in model.layers if isinstance(layer, keras.Model)))
    real = {divisor: counts for divisor, counts in real.items() if counts != [3, 0, 0]}
    *rows, _, _, _ = summary.layer_table(network, SIDE, 1, 3)
    told = {SIDE // row.output[0]: row for row in rows}
    assert list(told) == list(real)
    for divisor, (channels, parameters, multiplications) in real.items():
        assert told[divisor].output == (SIDE // divisor, SIDE // divisor, channels)
        assert told[divisor].parameters == parameters
        assert told[divisor].multiplications == multiplications


@pytest.mark.parametrize(("side", "enlarged"), [(1, 32), (28, 32), (32, 32), (48, 64), (224, 224)])
def test_scans_are_enlarged_to_the_grid_of_the_network(side, enlarged):
    assert fitted(side) == enlarged


def test_a_grey_scan_of_an_odd_side_answers_the_same_kept_loaded_and_in_onnx(
    build, keras, tmp_path: Path
):
    import onnxruntime

    model = build.build(registry.get("mobilenet-v3"), 40, 1, 2, "shared", "sigmoid")
    model.set_weights(
        [
            kept + np.random.default_rng(i).uniform(0, 0.1, kept.shape)
            for i, kept in enumerate(model.get_weights())
        ]
    )
    served = build.with_probabilities(model)
    pixels = np.random.default_rng(0).integers(0, 256, (4, 40, 40, 1), np.uint8)
    before = served(pixels).numpy()
    np.testing.assert_array_equal(served(pixels).numpy(), before, "answering changes nothing")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Keras and tf2onnx lag behind numpy
        served.save(tmp_path / "kept.keras")
        served.export(tmp_path / "kept.onnx", format="onnx", verbose=False)
    loaded = keras.models.load_model(tmp_path / "kept.keras")
    np.testing.assert_allclose(loaded(pixels).numpy(), before, atol=1e-6)
    session = onnxruntime.InferenceSession(tmp_path / "kept.onnx")
    answer = session.run(None, {session.get_inputs()[0].name: pixels})[0]
    np.testing.assert_allclose(answer, before, atol=1e-4)


def test_after_forty_steps_a_network_answers_by_what_it_has_seen_of_the_scans(build, keras):
    import tensorflow as tf

    model = build.build(registry.get("mobilenet-v3"), 32, 1, 2, "shared", "sigmoid")
    trunk = next(layer for layer in model.layers if isinstance(layer, keras.Model))
    first = next(x for x in trunk.layers if isinstance(x, keras.layers.BatchNormalization))
    seen = keras.Model(trunk.input, first.input)
    scans = np.random.default_rng(0).uniform(-1, 1, (8, 32, 32, 3)).astype(np.float32)
    learn = tf.function(lambda: trunk(scans, training=True))
    for _ in range(40):
        learn()
    met = np.asarray(seen(scans)).std(axis=(0, 1, 2)) ** 2
    np.testing.assert_allclose(np.asarray(first.moving_variance), met, atol=0.03)
