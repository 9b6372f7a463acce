"""Networks of every kind go the whole way: learning, the kept model, ONNX."""

import numpy as np
import onnxruntime
import pytest

from mlcore.runs import results
from mlcore.train.config import TrainConfig
from tests import scans
from tests.trained import served

# Keras saves weights by a call that NumPy has announced to change.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")

SLOW = [pytest.param(name, marks=pytest.mark.slow) for name in ("mobilenet-v3", "vit", "capsules")]


@pytest.mark.parametrize("name", ["scan-net", *SLOW])
def test_a_network_is_trained_kept_and_answers_the_same_in_onnx(name):
    data = scans.make(side=32)
    run = served(TrainConfig(data.name, model=name, epochs=1, batch=20, weights="random"))
    assert results.of(run)["epochs"] == 1
    kept = np.load(run.predictions_file("test"))
    pixels = np.asarray(data.pixels[data.rows("test")])

    session = onnxruntime.InferenceSession(run.onnx_file)
    answer = session.run(None, {session.get_inputs()[0].name: pixels})[0]
    assert answer.shape == (10, 2)
    np.testing.assert_allclose(answer, kept["probability"], atol=1e-5)

    import keras

    model = keras.models.load_model(run.model_file)
    np.testing.assert_allclose(answer, model(pixels).numpy(), atol=1e-5)
