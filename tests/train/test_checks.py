"""Settings that cannot work are refused before anything starts, in one sentence."""

import pytest

from mlcore.data import dataset
from mlcore.errors import ScanLabError
from mlcore.runs import folder
from mlcore.train import repeats
from mlcore.train.config import TrainConfig
from tests import scans

BAD: tuple[tuple[dict, str], ...] = (
    ({"learning_rate": 0}, "learning_rate is 0; expected a number from 1e-09"),
    ({"learning_rate": float("nan")}, "learning_rate is nan; expected a number"),
    ({"learning_rate": float("inf")}, "learning_rate is inf; expected a number"),
    ({"learning_rate": "fast"}, "learning_rate is 'fast'; expected a number"),
    ({"batch": 61}, "only 60 labelled training scans; choose a batch of at most 60"),
    ({"batch": 0}, "batch is 0; expected a whole number from 1"),
    ({"epochs": 0}, "epochs is 0; expected a whole number from 1"),
    ({"loss": "categorical"}, "head is sigmoid; categorical cross-entropy needs two units"),
    ({"loss": "hinge"}, "expected one of binary, categorical, focal, asymmetric"),
    ({"dataset": "vanished"}, "there is no data set 'vanished'"),
    ({"model": "cnn-4", "side": 32}, "CNN-4 cannot work on 32×32 scans.*at least 49"),
    ({"side": 48}, "side is 48; expected one of 0, 32, 64, 128, 224"),
    ({"channels": True}, "channels is True; expected one of 0, 1, 3"),
    ({"momentum": 1.0}, "momentum is 1.0; expected a number from 0 to 0.999"),
    ({"nesterov": 1}, "nesterov is 1; expected true or false"),
    ({"optimizer": "sgd", "nesterov": True, "momentum": 0.0}, "choose a momentum above 0"),
    (
        {"schedule": "plateau", "plateau_floor": 0.001},
        "plateau_floor is 0.001 but learning_rate is 0.001, so the rate could never be lowered",
    ),
    ({"patience": 3, "validation": "none"}, "early stopping or the plateau schedule needs"),
    ({"validation": "split", "batch": 60}, "only 48 labelled training scans"),
    ({"ema_decay": 1.0}, "ema_decay is 1.0; expected a number from 0 to 0.99999"),
    ({"augmented_copies": 2}, "the augmentation changes nothing"),
    ({"seed": 2**31 - 1, "repeats": 2}, "leaves no room for 2 repeats"),
)


@pytest.mark.parametrize(("settings", "sentence"), BAD, ids=[said for _, said in BAD])
def test_bad_settings_are_refused_before_the_start(settings, sentence):
    scans.make(side=64)
    asked = {"dataset": "squares", "model": "tiny", "batch": 8} | settings
    with pytest.raises(ScanLabError, match=sentence) as refused:
        repeats.start(TrainConfig.from_json(asked))
    assert "\n" not in str(refused.value)
    assert folder.all_runs() == []


@pytest.mark.parametrize(
    ("value", "split", "settings", "sentence"),
    [
        (0, "train", {}, "label 'small' is present in none of the 60 training scans"),
        (1, "train", {}, "label 'small' is absent in none of the 60 training scans"),
        (None, "train", {}, "label 'small' is present in none of the 60 training scans"),
        (None, "val", {"patience": 2}, None),
    ],
)
def test_a_label_that_has_nothing_to_learn_from_is_refused(value, split, settings, sentence):
    data = scans.make()
    table = data.table.copy()
    table.loc[table["split"] == split, "small"] = value
    table.to_parquet(data.folder / "table.parquet", index=False)
    asked = TrainConfig("squares", model="tiny", batch=8, **settings)
    if sentence is None:
        from mlcore.train import checks

        assert checks.check(asked).name == "squares"
        return
    with pytest.raises(ScanLabError, match=sentence):
        repeats.start(asked)


def test_early_stopping_without_validation_scans_is_refused():
    scans.make(val=0)
    with pytest.raises(ScanLabError, match="has no validation scans"):
        repeats.start(TrainConfig("squares", model="tiny", batch=8, patience=2))


def test_a_data_set_that_vanished_is_refused():
    scans.make()
    dataset.delete("squares")
    with pytest.raises(ScanLabError, match="there is no data set 'squares'"):
        repeats.start(TrainConfig("squares", model="tiny", batch=8))
