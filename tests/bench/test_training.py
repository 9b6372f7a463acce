"""Training is measured beside its peers; the figures themselves are for people."""

import sys

import pytest

from mlcore.bench import training, turns
from mlcore.cli.bench.train import TRAINING_COLUMNS, _show_training
from mlcore.data import dataset
from mlcore.errors import ScanLabError
from mlcore.train.config import TrainConfig
from tests import scans

COUNTING = """
from itertools import count
from mlcore.bench import turns
numbers = count(1)
print("a library talks")
turns.take(lambda seconds: next(numbers) * seconds)
"""


def test_programs_work_in_turns_and_the_median_of_the_rounds_is_told(tmp_path):
    commands = {name: [sys.executable, "-c", COUNTING] for name in ("one", "other")}
    assert turns.images_per_second(commands, tmp_path, rounds=5, seconds=2) == {
        "one": 6,
        "other": 6,
    }


def test_a_program_that_fails_is_told_with_its_last_words(tmp_path):
    commands = {"one": [sys.executable, "-c", "raise SystemExit('no such luck')"]}
    with pytest.raises(RuntimeError, match="no such luck"):
        turns.images_per_second(commands, tmp_path, rounds=1, seconds=0)


@pytest.mark.slow
def test_a_network_is_measured_beside_plain_keras(monkeypatch):
    monkeypatch.setattr(training, "SCANS", 120)
    monkeypatch.setattr(training, "HEADS_NETWORK", "tiny")
    monkeypatch.setattr(training, "torch_version", lambda _: None)
    (told,) = training.networks(["tiny"], batch=16, seconds=0.0, rounds=1, side=16)
    assert (told["network"], told["batch"]) == ("tiny", 16)
    assert told["torch"] is told["beside_torch"] is None
    assert told["beside_keras"] == pytest.approx(
        told["images_per_second"] / told["keras"], rel=0.05
    )
    assert told["heads"] > 0
    assert told["separate"] > 0
    assert told["flop"] == 6 * (4 * 9 * 16 + 64 * 8 + 8 * 3)
    assert 0 <= told["share_of_peak"] < 1
    assert dataset.names() == []


def test_networks_of_one_label_are_counted_as_many_times_as_there_are_labels():
    data = scans.make()
    figures = {"ours": 100.0, "one_label": 120.0, "separate": 40.0, "keras": 50.0, "peak": 1e12}
    told = training._facts(TrainConfig(data.name, model="tiny"), data, figures)
    assert (told["heads"], told["separate"]) == (1.67, 2.5)
    assert (told["beside_keras"], told["beside_torch"]) == (2, None)


def test_what_is_no_python_is_told():
    with pytest.raises(ScanLabError, match="--torch-python"):
        training.torch_version("/no/such/python")


@pytest.mark.parametrize(("share", "explained"), [(0.7, False), (1.1, True)])
def test_a_share_of_the_peak_above_1_is_explained(capsys, share, explained):
    told = dict.fromkeys(TRAINING_COLUMNS, 2.0) | {"share_of_peak": share}
    facts = told | {"precision": "float32", "batch": 8, "heads": None}
    _show_training([facts], rounds=1, seconds=1)
    assert ("convolutions need fewer" in capsys.readouterr().out) is explained
