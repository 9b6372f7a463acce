"""How long a set of trainings takes: each as the forecast of a single training tells it."""

from dataclasses import replace

import pytest

from mlcore.compare import forecast
from mlcore.compare.trials import Arm
from mlcore.train import timings
from mlcore.train.config import TrainConfig
from mlcore.train.timings import Timing
from tests import scans

TIMED = TrainConfig("squares", model="tiny", epochs=4, batch=10)
NOT_TIMED = replace(TIMED, batch=20)


def test_every_arm_counts_as_often_as_it_has_seeds():
    data = scans.make(train=100, val=30)
    timings.keep(TIMED, data, Timing(images_per_second=50, megabytes=800, start_seconds=6))
    told = forecast.of([Arm("one", "One", TIMED), Arm("two", "Two", TIMED)], seeds=3)
    assert told["trainings"] == 6
    assert told["seconds"] == pytest.approx(6 * (6 + 4 * 2.2))
    assert forecast.sentence(told) == "6 trainings: about 1 min, as timed on this machine."


def test_what_was_never_timed_is_estimated_and_named():
    data = scans.make(train=100, val=30)
    timings.keep(TIMED, data, Timing(50, 800, 6))
    told = forecast.of([Arm("one", "One", TIMED), Arm("two", "Two", NOT_TIMED)], seeds=1)
    assert told["seconds"] > 6 + 4 * 2.2
    assert told["estimated"] == ["two"]
    assert forecast.sentence(told).endswith("not timed on this machine yet: two.")
