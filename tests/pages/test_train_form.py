"""The form of a training: presets, cloned runs, and options that show where they matter."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from mlcore import atomic, paths
from mlcore.runs import folder
from mlcore.train import jobs, presets, ready
from mlcore.train.config import TrainConfig
from tests import scans

ENTRY = Path(__file__).resolve().parents[2] / "pages" / "dashboard.py"


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The Train page over generated scans; runs are queued, but no worker takes them up."""
    monkeypatch.setattr(jobs, "start_waiting", lambda: None)
    scans.make(side=64)
    opened = AppTest.from_file(str(ENTRY), default_timeout=60).run().switch_page("train.py").run()
    assert not opened.exception
    return opened


def press(app: AppTest, label: str) -> None:
    next(each for each in app.button if each.label == label).click().run()
    assert not app.exception


def keys(app: AppTest) -> set[str]:
    widgets = (*app.number_input, *app.selectbox, *app.toggle)
    return {each.key for each in widgets if (each.key or "").startswith("train_")}


def captions(app: AppTest) -> str:
    return " ".join(each.value for each in app.caption)


def test_options_show_only_where_they_have_an_effect(app):
    assert "train_weight_decay" in keys(app)
    assert not {"train_momentum", "train_focal_gamma", "train_monitor"} & keys(app)
    app.selectbox(key="train_optimizer").select("sgd").run()
    app.selectbox(key="train_loss").select("focal").run()
    app.number_input(key="train_patience").set_value(4).run()
    assert {"train_momentum", "train_focal_gamma", "train_monitor"} <= keys(app)


def test_a_preset_fills_the_form_and_the_start_takes_it(app):
    preset = presets.get("study")
    press(app, preset.title)
    assert app.selectbox(key="train_model").value == "cnn-5"
    assert app.number_input(key="train_patience").value == 5
    assert "Differs from the defaults: Network **CNN-5**" in captions(app)
    press(app, "Start training")
    assert not app.error, app.error[0].value
    (run,) = folder.all_runs()
    config = {name: run.config[name] for name in preset.all_settings}
    assert config == preset.all_settings
    press(app, "Defaults")
    assert "All options are at their defaults." in captions(app)


def test_what_is_hidden_has_no_say(app):
    app.selectbox(key="train_optimizer").select("sgd").run()
    app.number_input(key="train_momentum").set_value(0.5).run()
    app.selectbox(key="train_optimizer").select("adam").run()
    assert "Momentum" not in captions(app)
    press(app, "Start training")
    assert folder.all_runs()[0].config["momentum"] == 0.9


def test_a_cloned_run_fills_the_form_and_tells_only_what_differs(app):
    run = folder.create(TrainConfig("squares", model="cnn-4", patience=3, channels=3).to_json())
    app.run()
    app.selectbox(key="cloned").select(run.name).run()
    assert not app.exception
    assert (
        "Differs from the defaults: Network **CNN-4** · Colour **3, colour** · "
        "Early stopping after **3**" in captions(app)
    )


def test_class_weights_are_shown_before_the_start(app):
    app.selectbox(key="train_class_weights").select("inverse").run()
    assert "Training scans × weight, of 60 scans" in captions(app)
    assert set(app.dataframe[0].value["label"]) == set(scans.LABELS)


def test_repeats_start_as_many_runs(app):
    app.number_input(key="train_repeats").set_value(2).run()
    press(app, "Start training")
    assert sorted(run.config["seed"] for run in folder.all_runs()) == [0, 1]


def test_the_ready_worker_is_told_what_may_be_started_next(app, monkeypatch):
    monkeypatch.setenv("MLCORE_READY", "1")
    monkeypatch.setattr(ready, "start", lambda: None)
    app.number_input(key="train_epochs").set_value(7).run()
    expected = atomic.read_json(paths.runs() / ".ready" / "expected")
    assert expected == TrainConfig("squares", epochs=7).to_json()
    app.selectbox(key="train_loss").select("categorical").run()
    assert "loss is categorical but head is sigmoid" in app.error[0].value
    assert len(app.error) == 1
