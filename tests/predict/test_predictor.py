"""Answers from a served model."""

import io

import numpy as np
import pytest
from PIL import Image

from mlcore.errors import ScanLabError
from mlcore.predict import inputs, models
from mlcore.predict.predictor import Predictor
from mlcore.runs import folder
from mlcore.runs.folder import Run
from mlcore.train.config import TrainConfig
from tests import scans
from tests.trained import served

# Keras saves weights by a call that NumPy has announced to change.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")


@pytest.fixture
def run() -> Run:
    scans.make()
    return served(
        TrainConfig("squares", model="tiny", epochs=12, batch=10, learning_rate=0.01, seed=3)
    )


def png(pixels: np.ndarray) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG")
    return buffer.getvalue()


def test_a_served_model_answers_as_the_trained_one_did(run):
    predictor = models.load_waiting(run)
    data = scans.dataset.load("squares")
    kept = np.load(run.predictions_file("test"))
    answered = predictor.probabilities(np.asarray(data.pixels[data.rows("test")]))
    np.testing.assert_allclose(answered, kept["probability"], atol=0.02)

    image = np.full((40, 40), 20, np.uint8)
    image[:20, :20] = 150
    answer = predictor.answer("upload.png", png(image))
    assert answer.error is None
    assert answer.labels["large"].positive
    assert not answer.labels["small"].positive
    assert answer.labels["large"].threshold == run.model_card["thresholds"]["large"]
    assert answer.pixels.shape == (16, 16, 1)

    given = [("a.png", png(image)), ("b.png", b"not an image"), ("c.png", png(image))]
    good, bad, last = predictor.answers(inputs.each(given))
    assert "b.png" in bad.error
    assert not bad.labels
    assert good.labels == last.labels

    assert models.load(run) is predictor, "a model in memory is not loaded again"
    run.onnx_file.touch()
    assert models.load(run) is not predictor, "a model written again is loaded again"


def test_a_lost_serving_file_is_written_again_by_itself(run):
    models.load_waiting(run)
    run.onnx_file.unlink()
    assert models.load_waiting(run).labels == scans.LABELS


def test_a_run_without_a_model_says_so_in_one_sentence():
    scans.make()
    queued = folder.create(TrainConfig("squares", model="tiny").to_json())
    with pytest.raises(ScanLabError, match="is queued and has no model yet"):
        Predictor(queued)
