"""What a training may be asked for."""

from dataclasses import replace
from pathlib import Path

import pytest

from mlcore.errors import ScanLabError
from mlcore.train import checks
from mlcore.train.config import TrainConfig
from mlcore.train.options import OPTIONS, get
from tests import scans

FORMAT = Path(__file__).resolve().parents[2] / "docs" / "run-format.md"


def test_the_defaults_of_the_table_and_of_the_dataclass_are_the_same():
    config = TrainConfig("demo")
    assert {option.name: option.default for option in OPTIONS} == {
        option.name: getattr(config, option.name) for option in OPTIONS
    }


def test_a_configuration_survives_being_written_and_read():
    config = TrainConfig("demo", model="cnn-4", learning_rate=0.01, epochs=3)
    assert TrainConfig.from_json(config.to_json()) == config


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("learning_rate", 0, "a number from 1e-09 to 10"),
        ("learning_rate", float("nan"), "a number from 1e-09 to 10"),
        ("epochs", 0, "a whole number from 1"),
        ("epochs", 2.5, "a whole number from 1"),
        ("batch", True, "a whole number from 1"),
        ("optimizer", "adagrad", "one of adam, adamw, muon, sgd, rmsprop"),
        ("model", "cnn5", "did you mean cnn-5"),
        ("seed", -1, "a whole number from 0"),
    ],
)
def test_a_value_that_cannot_work_is_refused_in_one_sentence(name, value, said):
    with pytest.raises(ScanLabError, match=said):
        replace(TrainConfig("demo"), **{name: value})


def test_a_misspelt_option_names_the_one_that_was_meant():
    with pytest.raises(ScanLabError, match="did you mean 'epochs'"):
        TrainConfig.from_json({"dataset": "demo", "epoch": 3})


def test_a_network_too_large_for_the_scans_is_refused_with_the_smallest_side():
    scans.make(side=32)
    with pytest.raises(ScanLabError, match=r"CNN-4 cannot work on 32×32.*at least 49"):
        checks.check(TrainConfig("squares", model="cnn-4"))


def test_a_batch_larger_than_the_training_part_is_refused():
    scans.make(train=20)
    with pytest.raises(ScanLabError, match="at most 20"):
        checks.check(TrainConfig("squares", model="tiny", batch=21))


def test_a_data_set_that_changed_since_is_refused():
    scans.make()
    with pytest.raises(ScanLabError, match="no longer the one this run began with"):
        checks.check(TrainConfig("squares", model="tiny", fingerprint="0123456789abcdef"))


@pytest.mark.parametrize("option", OPTIONS, ids=lambda option: option.name)
def test_an_option_explains_itself_and_its_default_can_be_used(option):
    option.check(option.default)
    assert len(option.help) > 30
    assert not option.titles or len(option.titles) == len(option.choices)
    for only in option.only:
        get(only.option)
    assert f"| `{option.name}` | " in FORMAT.read_text(encoding="utf-8")


def test_a_configuration_of_an_earlier_version_means_what_it_meant():
    old = {"dataset": "demo", "model": "cnn-4", "epochs": 3, "batch": 32, "version": 1}
    assert TrainConfig.from_json(old) == TrainConfig("demo", model="cnn-4", epochs=3)
