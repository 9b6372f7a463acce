"""What a run learns from: augmented scans, labels that are partly unknown, heads of either kind."""

from dataclasses import replace

import numpy as np
import pytest

from mlcore.augment import presets
from mlcore.augment.recipe import Recipe
from mlcore.predict import models
from mlcore.runs import results
from mlcore.train.config import TrainConfig
from tests import scans
from tests.trained import served, trained

# Keras saves weights by a call that NumPy has announced to change.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")

TINY = TrainConfig("squares", model="tiny", epochs=12, batch=10, learning_rate=0.01, seed=3)


def test_an_augmented_run_keeps_its_recipe_and_leaves_validation_as_it_is():
    data, study = scans.make(), presets.get("study").recipe
    run = served(replace(TINY, augmentation="study", augmented_copies=2))
    assert run.environment["augmentation"] == {
        "name": "study",
        "digest": study.digest,
        "scans": 60,
        "copies": 120,
    }
    assert Recipe.from_yaml((run.folder / "augmentation.yaml").read_text()) == study
    steps = {line["steps"] for line in run.history() if line["kind"] == "batch"}
    assert steps == {18}, "180 scans in batches of 10"
    plain = np.asarray(data.pixels[data.rows("val")])
    answered = models.load_waiting(run).probabilities(plain)
    np.testing.assert_allclose(
        answered, np.load(run.predictions_file("val"))["probability"], atol=0.02
    )


def test_unknown_labels_are_left_out_of_learning_and_scoring():
    scans.make(unknown=0.3)
    result = results.of(trained(TINY))
    assert result["val"]["f1_macro"] > 0.85
    assert np.isfinite(result["val"]["loss"])


def test_separate_networks_and_two_unit_heads_train_too():
    scans.make()
    run = trained(
        TrainConfig.from_json(TINY.to_json() | {"sharing": "separate", "head": "softmax"})
    )
    assert results.of(run)["val"]["f1_macro"] > 0.85
