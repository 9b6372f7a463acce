"""What is served answers as the kept Keras model does, whatever the network, head and precision."""

from collections.abc import Iterator
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import pytest

from mlcore.models import heads, registry, summary
from mlcore.predict.predictor import Predictor
from mlcore.runs import folder
from mlcore.runs.folder import Run
from mlcore.train.config import TrainConfig
from tests import scans
from tests.study import PARAMETERS

if TYPE_CHECKING:
    import keras

# Keras asks TensorFlow's variables for an array in a way that NumPy has announced to change.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")

SIDE = 32
EQUAL = 1e-5

QUICK = ("scan-net", *PARAMETERS)
WAYS = [
    pytest.param(sharing, head, precision, id=f"{sharing}-{head}-{precision}")
    for sharing, head, precision in product(
        (choice.name for choice in heads.SHARING),
        (choice.name for choice in heads.HEADS),
        ("float32", "mixed_bfloat16"),
    )
]


@pytest.fixture(autouse=True)
def policy() -> Iterator[None]:
    import keras

    before = keras.config.dtype_policy()
    yield
    keras.config.set_dtype_policy(before)
    keras.utils.clear_session()


@pytest.mark.parametrize("name", QUICK)
def test_served_and_kept_answers_are_equal(name: str):
    assert difference(name, "shared", "sigmoid", "float32") < EQUAL


@pytest.mark.slow
@pytest.mark.timeout(1200)
@pytest.mark.parametrize(("sharing", "head", "precision"), WAYS)
@pytest.mark.parametrize("name", registry.names())
def test_served_and_kept_answers_are_equal_in_every_way(name, sharing, head, precision):
    assert difference(name, sharing, head, precision) < EQUAL


def difference(name: str, sharing: str, head: str, precision: str) -> float:
    """The largest between ONNX Runtime's answers, those of ``model.keras`` and those kept for
    scores, made as the worker makes them, but with random weights."""
    import keras

    side = max(SIDE, summary.smallest_side(registry.get(name)))
    data = scans.make(side=side, train=4, val=12, test=8)
    config = TrainConfig(
        data.name, model=name, sharing=sharing, head=head, precision=precision, weights="random"
    )
    from mlcore.train import compute, export, session

    compute.prepare(precision, 0)
    model = session.network_of(config, data)
    pixels = np.asarray(data.pixels)[: 4 + 12]
    enliven(model, pixels)
    run = folder.create(config.to_json())
    export.save_model(run, config, data, model, 1)
    session.serve(run)

    run = Run(run.folder)
    served = Predictor(run).raw(pixels)
    # As whoever opens the file elsewhere does; the model that learnt answers in its own precision.
    own = 1 / (1 + np.exp(-model(pixels).numpy()))
    keras.config.set_dtype_policy("float32")
    answers = keras.models.load_model(run.model_file)(pixels).numpy()
    assert np.ptp(answers, axis=0).min() > 100 * EQUAL, (
        "answers hardly differ, so equality says little"
    )
    scored = np.load(run.predictions_file("val"))["probability"]
    found = max(np.abs(served - answers).max(), np.abs(served[4:] - scored).max())
    learnt = np.abs(own - answers).max()
    if precision == "float32":
        assert learnt < EQUAL
    print(f"{name} {sharing} {head} {precision}: {found:.1e}, as it learnt {learnt:.1e}")
    return float(found)


def enliven(model: "keras.Model", pixels: np.ndarray) -> None:
    """Move what begins at 0 or 1, and let answers differ from scan to scan as those of a trained
    network do: normalised by the scans' own statistics, wider weights where that is not enough."""
    rng = np.random.default_rng(0)
    for weight in model.weights:
        value = weight.numpy()
        if value.ndim <= 1 and np.ptp(value) == 0:
            weight.assign(value + rng.uniform(0, 0.2, value.shape))
    _normalise(model, pixels)
    if np.ptp(model(pixels).numpy(), axis=0).min() < 0.02:
        for weight in model.weights:
            if len(weight.shape) > 1:
                weight.assign(weight * np.sqrt(2))


def _normalise(model: "keras.Model", pixels: np.ndarray) -> None:
    """Give every batch normalisation the statistics of these scans, as after a long training."""
    import keras

    kind = keras.layers.BatchNormalization
    layers = [layer for layer in model._flatten_layers() if isinstance(layer, kind)]
    momenta = [layer.momentum for layer in layers]
    for layer in layers:
        layer.momentum = 0.0
    model(pixels, training=True)
    for layer, momentum in zip(layers, momenta, strict=True):
        layer.momentum = momentum
