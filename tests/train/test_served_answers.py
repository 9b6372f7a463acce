"""What is served answers as the kept Keras model does, whatever the network, head and precision."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.special import expit

from mlcore.data.dataset import DataSet
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


@dataclass(frozen=True)
class Lessons:
    """How a network begins to learn: from scans it has not seen before, some of their labels wrong,
    so that it becomes neither sensitive to single scans nor certain of its answers."""

    rate: float = 3e-4
    batch: int = 16
    steps: int = 40
    wrong: float = 0.15


# Before they have learnt, their many layers magnify roundings: Keras itself answers a single scan
# otherwise than the same in a batch, by up to 3e-4. After these lessons by no more than the others.
LONG = Lessons(rate=1e-3, steps=100)
LESSONS = {"resnet-50": LONG, "efficientnet-v2": LONG}
# Enough for the shallow networks that are tried every time.
SHORT = Lessons(steps=15)

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
    assert difference(name, "shared", "sigmoid", "float32", SHORT) < EQUAL


@pytest.mark.slow
@pytest.mark.timeout(1200)
@pytest.mark.parametrize(("sharing", "head", "precision"), WAYS)
@pytest.mark.parametrize("name", registry.names())
def test_served_and_kept_answers_are_equal_in_every_way(name, sharing, head, precision):
    assert difference(name, sharing, head, precision, LESSONS.get(name, Lessons())) < EQUAL


def difference(name: str, sharing: str, head: str, precision: str, lessons: Lessons) -> float:
    """The largest between ONNX Runtime's answers, those of ``model.keras`` and those kept for
    scores, made as the worker makes them, of a network that has begun to learn."""
    import keras

    side = max(SIDE, summary.smallest_side(registry.get(name)))
    data = scans.make(side=side, train=lessons.steps * lessons.batch, val=12, test=8)
    config = TrainConfig(
        data.name,
        model=name,
        sharing=sharing,
        head=head,
        precision=precision,
        weights="random",
        learning_rate=lessons.rate,
    )
    from mlcore.train import compute, export, session

    compute.prepare(precision, 0)
    model = session.network_of(config, data)
    learn(model, config, data, lessons)
    run = folder.create(config.to_json())
    export.save_model(run, config, data, model, 1)
    session.serve(run)

    run = Run(run.folder)
    pixels = np.asarray(data.pixels)[-(12 + 8) :]
    served = Predictor(run).raw(pixels)
    # As whoever opens the file elsewhere does; the model that learnt answers in its own precision.
    own = expit(model(pixels).numpy())
    keras.config.set_dtype_policy("float32")
    answers = keras.models.load_model(run.model_file)(pixels).numpy()
    spread = np.ptp(answers, axis=0).min()
    assert spread > 100 * EQUAL, "answers hardly differ, so equality says little"
    scored = np.load(run.predictions_file("val"))["probability"]
    found = max(np.abs(served - answers).max(), np.abs(served[:12] - scored).max())
    learnt = np.abs(own - answers).max()
    if precision == "float32":
        assert learnt < EQUAL
    print(
        f"{name} {sharing} {head} {precision}: {found:.1e}, as it learnt {learnt:.1e}, "
        f"answers of different scans {spread:.1e}"
    )
    return float(found)


def learn(model: "keras.Model", config: TrainConfig, data: DataSet, lessons: Lessons) -> None:
    """Some steps as a run takes them. Random networks would magnify roundings layer by layer, far
    more than any that is served; the statistics of batch normalisation follow in so few steps."""
    import keras
    import tensorflow as tf

    from mlcore.train import parts, step

    for layer in model._flatten_layers():
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.momentum = 0.8
    learner = step.Learner.of(config, model)
    teaching = parts.teaching_part(config, data)
    wrong = np.random.default_rng(1).random(teaching.truth.shape) < lessons.wrong
    truth = np.where(wrong, 1 - teaching.truth, teaching.truth).astype(np.float32)
    for begin in range(0, len(teaching), lessons.batch):
        batch = slice(begin, begin + lessons.batch)
        learner.learn(tf.constant(teaching.pixels(batch)), tf.constant(truth[batch]))
