"""One step of learning on nothing: what TensorFlow and Keras set up at first use. Worker only."""

import keras
import numpy as np

from mlcore.models import build, registry
from mlcore.train import step
from mlcore.train.config import TrainConfig

SIDE = 16


def warm_up() -> None:
    """Build, compile and take a step with the smallest network, and forget it again.

    The first step of the run that follows comes a second sooner. Its weights do not depend on this:
    seeds are set, and names counted, anew.
    """
    model = build.build(registry.get("tiny"), SIDE, 1, 1, "shared", "sigmoid")
    learner = step.Learner.of(TrainConfig("", "tiny"), model)
    pixels = np.zeros((2, SIDE, SIDE, 1), np.uint8)
    learner.learn(pixels, np.zeros((2, 1), np.float32))
    keras.backend.clear_session()
