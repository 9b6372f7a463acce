"""What ``train`` makes of its words; trainings themselves are tested in tests/train."""

import json

import pytest

from mlcore.augment import presets
from mlcore.augment.recipe import Recipe, StepUse
from mlcore.errors import ScanLabError
from mlcore.runs import folder, state
from mlcore.train import forecast, jobs, timings
from mlcore.train.config import TrainConfig
from mlcore.train.timings import Timing
from tests import finished_runs, scans


@pytest.fixture
def nobody_works(monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs are queued, but no worker takes them up."""
    monkeypatch.setattr(jobs, "start_waiting", lambda: None)


@pytest.mark.usefixtures("nobody_works")
def test_options_become_the_configuration_of_a_queued_run(answer):
    scans.make()
    words = ("--model", "tiny", "--epochs", 3, "--learning-rate", 0.01, "--batch", 8)
    result = answer("train", "squares", *words, "--detach")
    run = folder.get(result["run"])
    assert result["state"] == "queued"
    assert set(result) == {"run", "state", "epochs", "seconds", "images_per_second", "val"}
    assert run.config["dataset"] == "squares"
    assert run.config["model"] == "tiny"
    assert (run.config["epochs"], run.config["batch"]) == (3, 8)
    assert run.config["learning_rate"] == 0.01
    assert run.config["fingerprint"] == scans.dataset.load("squares").fingerprint


@pytest.mark.usefixtures("nobody_works")
def test_options_win_over_those_of_a_file(answer, tmp_path):
    scans.make()
    file = tmp_path / "config.json"
    file.write_text(json.dumps({"dataset": "squares", "model": "tiny", "batch": 4, "epochs": 7}))
    result = answer("train", "--config", file, "--epochs", 2, "--detach")
    config = folder.get(result["run"]).config
    assert (config["model"], config["batch"], config["epochs"]) == ("tiny", 4, 2)


@pytest.mark.usefixtures("nobody_works")
def test_a_recipe_is_named_or_given_as_a_file(answer, tmp_path):
    scans.make()
    recipe = Recipe((StepUse("rotate", 0.5, {"angle": (-3, 3)}),))
    file = tmp_path / "mine.yaml"
    file.write_text(recipe.to_yaml())
    words = ("train", "squares", "--model", "tiny", "--batch", 8, "--detach", "--augmentation")
    run = folder.get(answer(*words, file, "--augmented-copies", 2)["run"])
    assert run.config["augmentation"] == recipe.to_yaml()
    assert run.config["augmented_copies"] == 2
    run = folder.get(answer(*words, "gentle")["run"])
    assert run.config["augmentation"] == presets.get("gentle").recipe.to_yaml()


@pytest.mark.usefixtures("nobody_works")
def test_options_win_over_a_preset_and_over_a_run_that_is_cloned(answer):
    scans.make(side=64)
    words = ("--epochs", 2, "--batch", 8, "--optimizer", "sgd", "--nesterov", "--detach")
    first = answer("train", "squares", "--preset", "quick-look", *words)
    config = folder.get(first["run"]).config
    assert (config["side"], config["epochs"], config["nesterov"]) == (32, 2, True)
    second = answer("train", "--like", first["run"], "--no-nesterov", "--detach")
    assert folder.get(second["run"]).config == config | {"nesterov": False}


@pytest.mark.usefixtures("nobody_works")
def test_repeats_start_a_run_for_each_seed(call):
    scans.make()
    words = ("--model", "tiny", "--batch", 8, "--repeats", 3, "--detach")
    told = call("train", "squares", *words).stderr
    assert told.split() == [
        word for run in reversed(folder.all_runs()) for word in ("run", run.name)
    ]
    assert sorted(run.config["seed"] for run in folder.all_runs()) == [0, 1, 2]


@pytest.mark.usefixtures("nobody_works")
def test_the_name_of_the_run_is_told_at_once(call):
    scans.make()
    result = call("train", "squares", "--model", "tiny", "--batch", 8, "--detach")
    run = folder.get("latest")
    assert result.stderr == f"run {run.name}\n"
    assert result.stdout == f"Run {run.name}: queued, 0 epochs\n"


def test_a_run_that_failed_is_shown_and_then_told_as_an_error(call, monkeypatch):
    def start_all(configs):
        runs = [folder.create(config.to_json()) for config in configs]
        for run in runs:
            state.mark_launched(run)
            state.write_status(run, "failed", error="the network diverged")
        return runs

    monkeypatch.setattr(jobs, "start_all", start_all)
    with pytest.raises(ScanLabError, match="the network diverged"):
        call("train", "squares", "--model", "tiny")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("nothing",), "no data set 'nothing'"),
        (("squares", "--epochs", "0"), "epochs is 0; expected a whole number from 1"),
        (("squares", "--model", "cnn7"), "no network 'cnn7'; did you mean"),
        (("squares", "--optimizer", "adagrad"), "optimizer is 'adagrad'; expected one of adam"),
        (("squares", "--momentum", "0.8"), "momentum is 0.8 but has an effect only with optimizer"),
        (("squares", "--monitor", "f1"), "only with patience on or schedule plateau"),
        (("squares", "--preset", "studdy"), "no preset 'studdy'; did you mean study"),
        (("squares", "--model", "cnn-4"), "CNN-4 cannot work on 16×16 scans"),
        (("squares", "--model", "tiny", "--batch", "1000"), "only 60 labelled training scans"),
        (("--resume", "nothing"), "no run 'nothing'"),
    ],
)
def test_what_cannot_be_trained_is_refused_before_a_run_exists(call, words, sentence):
    scans.make()
    with pytest.raises(ScanLabError, match=sentence):
        call("train", *words)
    assert folder.all_runs() == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (None, "cannot be read as a configuration"),
        ("{", "cannot be read as a configuration"),
        ("[1]", "holds list; expected a JSON object"),
        ('{"dataset": "squares", "epoch": 3}', "no training option 'epoch'; did you mean 'epochs'"),
        ("{}", "such as: python -m mlcore train demo"),
    ],
)
def test_a_file_that_is_no_configuration_is_refused(call, tmp_path, text, sentence):
    file = tmp_path / "config.json"
    if text is not None:
        file.write_text(text)
    try:
        told = call("train", "--config", file).stderr
    except ScanLabError as error:
        told = str(error)
    assert sentence in told
    assert folder.all_runs() == []


def test_without_a_data_set_it_is_wrong_usage(call):
    assert call("train").exit_code == 2
    assert call("train", "squares", "--epochs", "many").exit_code == 2


def test_a_finished_run_is_not_resumed(call):
    run = finished_runs.make()
    with pytest.raises(ScanLabError, match="is finished; only lost, stopped, failed runs"):
        call("train", "--resume", run.name)


def test_a_forecast_is_told_and_nothing_is_started(answer, call):
    data = scans.make(train=100, val=0)
    config = TrainConfig("squares", model="tiny", batch=10, epochs=4)
    timings.keep(config, data, Timing(images_per_second=50, megabytes=1024, start_seconds=6))
    words = ("train", "squares", "--model", "tiny", "--batch", 10, "--epochs", 4, "--forecast")
    told = answer(*words)
    assert told.pop("finished") > 1.7e9
    assert told == {
        "model": "tiny",
        "side": 16,
        "epochs": 4,
        "parameters": 578,
        "memory": 2**30,
        "images_per_second": 50,
        "seconds_per_epoch": 2,
        "seconds": 14,
        "known": True,
        "note": "",
    }
    printed = call(*words).stdout
    assert "tiny on 16×16, 4 epochs: 578 parameters, 1.0 GB of memory, 2.0 s an epoch" in printed
    assert folder.all_runs() == []


def test_while_a_training_runs_the_forecast_is_an_estimate_and_says_so(call):
    scans.make()
    busy = folder.create(TrainConfig("squares", model="tiny").to_json())
    state.mark_launched(busy)
    printed = call("train", "squares", "--model", "tiny", "--forecast").stdout
    assert f"This is an estimate: run {busy.name} is training" in printed


@pytest.mark.usefixtures("nobody_works")
def test_minutes_choose_what_is_not_said_expressly(answer, monkeypatch):
    scans.make(side=64)
    timed = []

    def keep(config, data):
        timed.append(config.side)
        timings.keep(config, data, Timing(20 if not config.side else 200, 800, 10))
        return forecast.forecast(config, data)

    monkeypatch.setattr("mlcore.train.best_effort.measure", keep)
    result = answer("train", "squares", "--minutes", 0.5, "--detach")
    config = folder.get(result["run"]).config
    assert timed == [0, 32]
    assert (config["model"], config["side"], config["epochs"]) == ("scan-net", 32, 57)
    assert (config["optimizer"], config["ema_decay"]) == ("muon", 0.995)
    result = answer("train", "squares", "--minutes", 0.5, "--epochs", 3, "--detach")
    assert folder.get(result["run"]).config["epochs"] == 3


def test_minutes_must_be_more_than_none(call):
    assert call("train", "squares", "--minutes", 0).exit_code == 2
