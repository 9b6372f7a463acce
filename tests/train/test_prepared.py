"""What is prepared for a run that may come begins with the numbers of one that is not."""

from dataclasses import replace

import numpy as np
import pytest

from mlcore.runs import folder
from mlcore.runs.folder import Run
from mlcore.train.config import TrainConfig
from tests import scans

# Keras asks TensorFlow's variables for an array in a way that NumPy has announced to change.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")

# With dropout, batch normalisation and averaged weights: all that is random or kept.
ASKED = TrainConfig(
    "squares",
    "cnn-2",
    epochs=2,
    batch=16,
    optimizer="adamw",
    weight_decay=0.01,
    ema_decay=0.9,
    seed=5,
)


def trained(config: TrainConfig, prepared=None) -> list[np.ndarray]:
    from mlcore.train import session

    run = folder.create(config.to_json())
    session.train(run, prepared)
    assert Run(run.folder).status["state"] == "finished"
    with np.load(run.folder / "checkpoint.npz") as kept:
        return [kept[name] for name in sorted(kept.files) if kept[name].dtype.kind == "f"]


def test_a_prepared_run_learns_the_very_weights_of_one_that_is_not():
    import keras

    from mlcore.train import prepared

    scans.make(side=64, train=40, val=20)
    keras.backend.clear_session()
    alone = trained(ASKED)
    given = prepared.prepare(ASKED)
    data = scans.dataset.load("squares")
    assert given.fits(replace(ASKED, fingerprint=data.fingerprint, group="a"), data)
    again = trained(ASKED, given)
    assert len(again) == len(alone) > 10
    for one, other in zip(again, alone, strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize(
    "change",
    [{"seed": 6}, {"model": "cnn-4"}, {"head": "softmax"}, {"class_weights": "inverse"}],
    ids=str,
)
def test_it_is_no_use_to_a_run_that_asks_for_something_else(change):
    from mlcore.train import prepared

    data = scans.make(side=64, train=40, val=20)
    given = prepared.Prepared(ASKED, data.fingerprint, None)
    assert given.fits(ASKED, data)
    assert not given.fits(replace(ASKED, **change), data)


def test_it_is_no_use_after_the_data_have_changed():
    from mlcore.train import prepared

    scans.make(side=64, train=40, val=20)
    given = prepared.prepare(replace(ASKED, model="tiny"))
    changed = scans.make("others", side=64, train=41, val=20)
    assert not given.fits(given.config, changed)


def test_nothing_is_prepared_that_could_not_start_or_is_large():
    from mlcore.train import prepared

    scans.make(side=64, train=40, val=20)
    assert prepared.prepare(replace(ASKED, dataset="gone")) is None
    assert prepared.prepare(replace(ASKED, batch=1000)) is None
    assert prepared.prepare(replace(ASKED, model="cnn-1")) is None
    assert prepared.prepare(replace(ASKED, model="resnet-50")) is None
