"""One run from its folder to its model, in this process: what its options lead to."""

import json
from dataclasses import replace
from pathlib import Path

import keras
import numpy as np
import pytest

from mlcore.evaluate import answers as kept_answers
from mlcore.metrics import ranking
from mlcore.runs import folder, results, state
from mlcore.runs.folder import Run
from mlcore.train import predictions, session
from mlcore.train.config import TrainConfig
from tests import scans
from tests.trained import trained

# Keras saves weights by a call that NumPy has announced to change.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")

SMALL = TrainConfig(
    "squares", model="tiny", epochs=4, batch=10, learning_rate=0.01, seed=3, precision="float32"
)


def answers(run: Run) -> np.ndarray:
    with np.load(run.predictions_file("test")) as kept:
        return kept["probability"]


def told(run: Run) -> list[dict]:
    """All epoch lines without what the clock says."""
    timed = ("time", "seconds", "images_per_second", "cpu_percent", "megabytes")
    return [{k: v for k, v in line.items() if k not in timed} for line in run.epochs()]


@pytest.mark.parametrize(
    "settings",
    [
        {"schedule": "plateau", "plateau_patience": 1, "min_delta": 0.02},
        {"patience": 3, "optimizer": "sgd", "nesterov": True, "validation": "split"},
    ],
    ids=["plateau", "early-stopping"],
)
def test_a_resumed_run_equals_an_undisturbed_one(settings, monkeypatch):
    scans.make()
    config = replace(SMALL, epochs=6, ema_decay=0.9, warm_up=0.1, augmentation="gentle", **settings)
    undisturbed = trained(config)

    run = folder.create(config.to_json())
    with monkeypatch.context() as patched:
        patched.setattr(state, "stop_requested", lambda run: len(run.epochs()) >= 3)
        session.train(run)
    assert run.status["state"] == "stopped"
    assert len(run.epochs()) == 3
    session.train(run)

    assert run.status["state"] == undisturbed.status["state"] == "finished"
    assert json.dumps(told(run)) == json.dumps(told(undisturbed))
    np.testing.assert_array_equal(answers(run), answers(undisturbed))


def test_early_stopping_ends_early_and_the_best_epoch_answers():
    scans.make()
    config = replace(SMALL, epochs=30, patience=2, learning_rate=0.05, monitor="loss")
    config = replace(config, schedule="constant", validation="split", min_delta=0.001)
    run = trained(config)
    losses = [line["val"]["loss"] for line in run.epochs()]
    best = run.model_card["epoch"]
    assert run.status["state"] == "finished"
    assert len(losses) == best + 2 < 30
    assert run.status["note"] == (
        "ended early: no improvement on validation in the last 2 epochs; the model is that of "
        f"epoch {best}"
    )
    with np.load(run.predictions_file("val")) as kept:
        precision = ranking.average_precision(kept["truth"], kept["probability"])
        assert len(kept["id"]) == run.environment["scans"]["val"] == 12
    told = run.epochs()[best - 1]["val"]
    assert list(told["average_precision"].values()) == pytest.approx(precision)
    assert results.of(run)["val"] == told


def test_the_rate_sinks_where_validation_does_not_improve():
    scans.make()
    run = trained(
        replace(SMALL, schedule="plateau", plateau_patience=1, min_delta=1.0, plateau_floor=2e-3)
    )
    rates = [line["learning_rate"] for line in run.epochs()]
    # The first epoch is always an improvement over nothing.
    np.testing.assert_allclose(rates, [0.01, 0.01, 0.005, 0.0025], rtol=1e-5)


def test_without_validation_every_threshold_is_a_half():
    scans.make()
    run = trained(replace(SMALL, validation="none"))
    assert set(run.model_card["thresholds"].values()) == {0.5}
    assert "val" not in run.epochs()[-1]
    assert not run.predictions_file("val").exists()


def test_scans_are_resized_and_recoloured_inside_the_model():
    scans.make(side=32)
    run = trained(replace(SMALL, side=64, channels=3, class_weights="inverse", epochs=1))
    assert (run.model_card["side"], run.model_card["channels"]) == (32, 1)
    assert set(run.environment["label_weights"]) == set(scans.LABELS)
    model = keras.models.load_model(run.model_file)
    assert model.input_shape == (None, 32, 32, 1)
    data = scans.dataset.load("squares")
    again = model(np.asarray(data.pixels[data.rows("test")]))
    np.testing.assert_allclose(again, answers(run), atol=1e-5)


def test_the_average_of_the_weights_is_what_is_kept():
    scans.make()
    plain, averaged = trained(SMALL), trained(replace(SMALL, ema_decay=0.9))
    objective = [[line["objective"] for line in run.epochs()] for run in (plain, averaged)]
    assert objective[0] == objective[1], "learning itself does not see the average"
    assert np.abs(answers(plain) - answers(averaged)).max() > 1e-3


@pytest.mark.parametrize("loss", ["focal", "asymmetric"])
def test_other_losses_learn_what_is_easy(loss):
    scans.make()
    run = trained(replace(SMALL, loss=loss, epochs=12, class_weights="effective"))
    assert results.of(run)["val"]["average_precision_macro"] > 0.95


def test_a_split_is_drawn_again_where_a_run_is_asked_once_more():
    scans.make()
    run = trained(replace(SMALL, validation="split", epochs=1))
    kept = kept_answers.of(run, "val")
    config, data = TrainConfig.from_json(run.config), scans.dataset.load("squares")
    part = predictions.kept_part(config, data, "val")
    np.testing.assert_array_equal(kept.truth, part.truth)
    assert Path(run.folder / "model.json").exists()
