"""What is told before a training: from what was timed here, else from the work of its layers."""

import json
import os
import subprocess
import sys
import time
from dataclasses import replace

import pytest

from mlcore import atomic, paths
from mlcore.errors import ScanLabError
from mlcore.models import registry, summary
from mlcore.runs import folder, state
from mlcore.train import best_effort, estimate, forecast, timings
from mlcore.train.config import TrainConfig
from mlcore.train.timings import Timing
from tests import scans
from tests.trained import trained

CONFIG = TrainConfig("squares", model="tiny", epochs=4, batch=10)
OWN = {**best_effort.FIRST.settings, "batch": 60}
"""As the data of these tests have no more scans to learn from."""


def test_what_was_timed_is_the_forecast():
    data = scans.make(train=100, val=30)
    timings.keep(CONFIG, data, Timing(images_per_second=50, megabytes=800, start_seconds=6))
    told = forecast.forecast(CONFIG, data)
    assert told.known
    assert told.images_per_second == 50
    assert told.seconds_per_epoch == pytest.approx((100 + 30 / 3) / 50)
    assert told.seconds == pytest.approx(6 + 4 * 2.2)
    assert told.memory == 800 * 2**20
    assert told.parameters == summary.parameters(registry.get("tiny"), 16, 1, 2)


def test_copies_and_repeats_take_as_many_times_longer():
    data = scans.make(train=100, val=0)
    config = replace(CONFIG, augmentation="gentle", augmented_copies=2, repeats=3)
    timings.keep(config, data, Timing(50, None, 6))
    told = forecast.forecast(config, data)
    assert told.seconds_per_epoch == pytest.approx(300 / 50)
    assert told.seconds == pytest.approx(3 * (6 + 4 * 6))
    assert told.memory >= estimate.BASE_MEGABYTES * 2**20


@pytest.mark.parametrize(
    "other",
    [
        {"batch": 20},
        {"precision": "float32"},
        {"sharing": "separate"},
        {"head": "softmax"},
        {"side": 32},
        {"channels": 3},
        {"augmentation": "gentle"},
        {"optimizer": "sgd"},
    ],
    ids=lambda other: next(iter(other)),
)
def test_a_timing_of_another_kind_of_training_is_not_taken(other):
    data = scans.make()
    timings.keep(CONFIG, data, Timing(50, 800, 6))
    assert not forecast.forecast(replace(CONFIG, **other), data).known


def test_what_does_not_change_the_work_shares_a_timing():
    data = scans.make()
    timings.keep(CONFIG, data, Timing(50, 800, 6))
    for other in ({"epochs": 9}, {"seed": 5}, {"learning_rate": 0.1}, {"side": 16}):
        config = replace(CONFIG, **({"side": 0} if other == {"side": 16} else other))
        assert forecast.forecast(config, data).known


def test_another_machine_knows_nothing_of_this_one(monkeypatch):
    data = scans.make()
    timings.keep(CONFIG, data, Timing(50, 800, 6))
    monkeypatch.setattr(timings, "machine", lambda: "another one")
    assert timings.get(CONFIG, data) is None


def test_a_spoilt_timing_is_as_none():
    data = scans.make()
    timings.keep(CONFIG, data, Timing(50, 800, 6))
    (file,) = (paths.cache() / "timings").iterdir()
    for spoilt in ("{", "[]", '{"timing": {"images_per_second": 3}}'):
        file.write_text(spoilt)
        assert timings.get(CONFIG, data) is None


def test_an_estimate_grows_with_work_parameters_and_networks(monkeypatch):
    monkeypatch.setattr(estimate, "float32_peak", lambda: 2e11)
    data = scans.make(side=64)

    def of(**options):
        return forecast.forecast(TrainConfig("squares", **options), data)

    assert not of().known
    assert of(model="cnn-5").seconds_per_epoch > 5 * of(model="cnn-2").seconds_per_epoch
    separate = of(sharing="separate")
    assert separate.seconds_per_epoch > 1.5 * of().seconds_per_epoch
    assert of(model="cnn-1").memory > of(model="cnn-2").memory + 36 * 26_000_000
    assert of(batch=60).seconds_per_epoch < of(batch=8).seconds_per_epoch


def test_a_busy_machine_is_not_taken_for_a_slow_one():
    calm = estimate.float32_peak.__wrapped__()
    busy = [sys.executable, "-c", "while True: pass"]
    others = [subprocess.Popen(busy) for _ in range(3 * (os.cpu_count() or 1))]
    try:
        time.sleep(0.3)
        assert estimate.float32_peak.__wrapped__() > calm / 2
    finally:
        for other in others:
            other.kill()
            other.wait()


def test_scans_that_are_too_small_are_told_with_the_layer():
    data = scans.make(side=16)
    with pytest.raises(ScanLabError, match=r"CNN-4 cannot work on 16×16 scans: its layer 3"):
        forecast.forecast(replace(CONFIG, model="cnn-4"), data)


def test_the_first_batches_are_timed_in_a_process_of_their_own():
    data = scans.make()
    told = forecast.measure(CONFIG, data, seconds=0.1)
    assert told.known
    assert told == forecast.forecast(CONFIG, data)
    kept = timings.get(CONFIG, data)
    assert kept.images_per_second > 10
    assert kept.start_seconds > 0
    assert kept.megabytes is None or 100 < kept.megabytes < 4000
    (file,) = (paths.cache() / "timings").iterdir()
    assert json.loads(file.read_text())["of"]["machine"] == timings.machine()


def test_nothing_is_timed_while_a_training_runs():
    data = scans.make()
    run = folder.create(CONFIG.to_json())
    state.mark_launched(run)
    with pytest.raises(ScanLabError, match=f"run {run.name} is training"):
        forecast.measure(CONFIG, data)


@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
def test_a_finished_run_teaches_the_forecast():
    data = scans.make()
    run = trained(CONFIG)
    speeds = sorted(line["images_per_second"] for line in run.epochs()[1:])
    assert timings.get(CONFIG, data).images_per_second == speeds[1]


def test_a_run_of_one_epoch_teaches_nothing():
    data = scans.make()
    run = folder.create(CONFIG.to_json())
    atomic.write_json(run.folder / "environment.json", {"started": 0})
    run.metrics_file.write_text(
        '{"kind": "batch", "time": 3, "epoch": 1, "step": 1, "steps": 1}\n'
        '{"kind": "epoch", "time": 4, "epoch": 1, "seconds": 1, "images_per_second": 9}\n'
    )
    timings.keep_of(run, CONFIG, data)
    assert timings.get(CONFIG, data) is None


def keep_all(data, first: float, small: float, other: float) -> None:
    """Seconds an epoch of the first network, of it on 32×32, and of all others."""
    scored = len(data.rows("train")) + len(data.rows("val")) / 3
    for name in registry.names():
        for side in (0, 32):
            own = name == OWN["model"]
            seconds = other if not own else small if side else first
            config = TrainConfig("squares", **{**(OWN if own else {"model": name}), "side": side})
            timings.keep(config, data, Timing(scored / seconds, 800, 10))


@pytest.mark.parametrize(
    ("times", "minutes", "chosen"),
    [
        ((5, 1, 50), 1, (True, 0, 10)),
        ((1, 1, 50), 5, (True, 0, 60)),
        ((6, 2, 50), 1, (True, 32, 25)),
        ((20, 20, 5), 1, (False, 0, 10)),
        ((20, 10, 50), 1, (True, 32, 5)),
    ],
    ids=["just enough", "no more than of use", "smaller scans", "another", "the most epochs"],
)
def test_the_best_that_fits_into_so_many_minutes(times, minutes, chosen):
    data = scans.make(side=64)
    keep_all(data, *times)
    config = best_effort.best_effort(data, minutes)
    own, side, epochs = chosen
    assert (config.side, config.epochs) == (side, epochs)
    assert (config.model == OWN["model"]) == own
    settings = OWN if own else {"model": config.model}
    assert config == TrainConfig("squares", **{**settings, "side": side, "epochs": epochs})


def test_too_few_minutes_are_told_with_how_many_it_takes():
    data = scans.make(side=64)
    keep_all(data, 80, 50, 90)
    with pytest.raises(ScanLabError, match=r"0.5 minutes are too few .* give at least 1.0"):
        best_effort.best_effort(data, 0.5)
