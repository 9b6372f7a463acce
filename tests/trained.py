"""Runs trained in the process of the test, which has TensorFlow after the first of them.

What a worker's process does for them is tested in tests/train/test_worker.py.
"""

from unittest import mock

from mlcore.runs.folder import Run
from mlcore.train import jobs, processes, session
from mlcore.train.config import TrainConfig


def trained(config: TrainConfig) -> Run:
    """Checked, queued, launched as ever, then learnt here, to the kept model."""
    import keras

    with mock.patch.object(processes, "spawn"):
        run = jobs.start(config)
    before = keras.config.dtype_policy()
    try:
        session.train(run)
    finally:
        keras.config.set_dtype_policy(before)
    return run


def served(config: TrainConfig) -> Run:
    """And to the model that answers on pages."""
    run = trained(config)
    session.serve(run)
    return run
