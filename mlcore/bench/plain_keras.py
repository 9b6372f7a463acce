"""The plain peer of `mlcore.bench.training`, a program: ``NETWORK SCANS.npz``. Works in turns.

What somebody gets who writes the network down in Keras and calls `compile` and `fit` without
further thought: float32, batches of 32, everything else as Keras sets it.
"""

import sys
import time
from typing import TYPE_CHECKING

import numpy as np

from mlcore.bench import turns
from mlcore.models import registry
from mlcore.models.registry import Network

if TYPE_CHECKING:
    import keras

BATCH = 32
LEAST = 3
"""Batches of a round, however long they take."""


def model_of(network: Network, shape: tuple[int, int, int], labels: int) -> "keras.Model":
    """Probabilities ``(b, labels)`` of scans ``(b, side, side, c)`` from 0 to 1."""
    import keras

    from mlcore.models.build import TO_KERAS

    scan = x = keras.Input(shape)
    for row in network.layers:
        x = TO_KERAS[type(row)](row)(x)
    x = keras.layers.Dense(labels, activation="sigmoid")(x)
    if network.per_row:
        x = keras.layers.GlobalAveragePooling1D()(x)
    return keras.Model(scan, x)


def main(network: str, file: str) -> None:
    import keras

    with np.load(file) as arrays:
        whole = slice(len(arrays["truth"]) // BATCH * BATCH)
        scans, truth = arrays["pixels"][whole].astype(np.float32) / 255, arrays["truth"][whole]
    model = model_of(registry.get(network), scans.shape[1:], truth.shape[1])
    model.compile("adam", "binary_crossentropy")

    def learn(seconds: float) -> float:
        """From the first batch's end to the last one's: the start of `fit` is not counted."""
        ends: list[float] = []

        def batch_ends(*_: object, **__: object) -> None:
            ends.append(time.perf_counter())
            model.stop_training = len(ends) > LEAST and ends[-1] - ends[0] >= seconds

        lap = keras.callbacks.LambdaCallback(on_train_batch_end=batch_ends)
        model.fit(scans, truth, BATCH, epochs=sys.maxsize, verbose=0, callbacks=[lap])
        return BATCH * (len(ends) - 1) / (ends[-1] - ends[0])

    learn(0.0)
    turns.take(learn)


if __name__ == "__main__":
    main(*sys.argv[1:])
