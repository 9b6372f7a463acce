"""Ready-made settings, settings of earlier runs, and repeats."""

import pytest

from mlcore.augment.presets import PRESETS as RECIPES
from mlcore.errors import ScanLabError
from mlcore.runs import folder
from mlcore.train import cloning, jobs, options, presets, repeats
from mlcore.train.config import TrainConfig
from tests import scans


@pytest.fixture
def nobody_works(monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs are queued, but no worker takes them up."""
    monkeypatch.setattr(jobs, "start_waiting", lambda: None)


@pytest.mark.parametrize("preset", presets.PRESETS, ids=lambda preset: preset.name)
def test_a_preset_is_a_valid_configuration_of_options_that_have_an_effect(preset):
    TrainConfig("demo", **preset.all_settings)
    for name in preset.settings:
        assert options.get(name).applies(preset.all_settings), name


def test_a_misspelt_preset_names_the_one_that_was_meant():
    with pytest.raises(ScanLabError, match="did you mean study"):
        presets.get("studdy")


@pytest.mark.usefixtures("nobody_works")
def test_a_cloned_run_tells_only_what_differs_and_starts_the_same():
    scans.make()
    recipe = RECIPES[-1]
    asked = TrainConfig("squares", model="tiny", batch=8, patience=3, augmentation=recipe.name)
    run = jobs.start(asked)
    settings = cloning.settings_of(run)
    assert options.differing(settings) == {
        "model": "tiny",
        "batch": 8,
        "patience": 3,
        "augmentation": recipe.name,
    }
    again = jobs.start(TrainConfig.from_json(settings))
    assert again.config == run.config


def test_a_run_of_an_earlier_version_can_be_cloned():
    run = folder.create({"dataset": "demo", "model": "cnn-4", "epochs": 3, "version": 1})
    assert options.differing(cloning.settings_of(run)) == {"model": "cnn-4", "epochs": 3}


@pytest.mark.usefixtures("nobody_works")
def test_repeats_are_runs_with_seeds_in_a_row_and_a_group_in_common():
    scans.make()
    runs = repeats.start(TrainConfig("squares", model="tiny", batch=8, seed=5, repeats=3))
    assert [run.config["seed"] for run in runs] == [5, 6, 7]
    assert len({run.config["group"] for run in runs}) == 1
    assert runs[0].config["group"]
    assert len(folder.all_runs()) == 3
    (alone,) = repeats.start(TrainConfig("squares", model="tiny", batch=8))
    assert alone.config["group"] == ""


def test_repeats_that_could_not_all_start_start_none():
    scans.make(train=20)
    with pytest.raises(ScanLabError, match="at most 20"):
        repeats.start(TrainConfig("squares", model="tiny", batch=32, repeats=3))
    assert folder.all_runs() == []
