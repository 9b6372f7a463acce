"""Networks of every kind go the whole way: a real worker, the kept model, ONNX."""

import time

import numpy as np
import onnxruntime
import pytest

from mlcore.runs import results
from mlcore.train import jobs
from mlcore.train.config import TrainConfig
from tests import scans

SLOW = [pytest.param(name, marks=pytest.mark.slow) for name in ("mobilenet-v3", "vit", "capsules")]


@pytest.mark.parametrize("name", ["scan-net", *SLOW])
def test_a_network_is_trained_kept_and_answers_the_same_in_onnx(name):
    data = scans.make(side=32)
    run = jobs.start(TrainConfig(data.name, model=name, epochs=1, batch=20, weights="random"))
    assert jobs.wait(run) == "finished", run.log_file.read_text()
    end = time.monotonic() + 60
    while not run.onnx_file.exists():
        assert time.monotonic() < end, run.log_file.read_text()
        time.sleep(0.05)
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
