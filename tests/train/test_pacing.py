"""The learning rate over time and the end of a training, as numbers."""

import math

import pytest

from mlcore.train import pacing
from mlcore.train.config import TrainConfig
from mlcore.train.early_stopping import best_epoch, improvements, is_over
from mlcore.train.schedule import plateau_factor

NAN = float("nan")


def rates(config: TrainConfig, watched=()) -> list[float]:
    factor = pacing.schedule_of(config, watched)
    return [round(factor(done), 6) for done in (0, 0.05, 0.1, 0.55, 1)]


def test_schedules():
    assert rates(TrainConfig("x", schedule="constant")) == [1, 1, 1, 1, 1]
    assert rates(TrainConfig("x", schedule="constant", warm_up=0.1)) == [0, 0.5, 1, 1, 1]
    assert rates(TrainConfig("x", schedule="cosine", warm_up=0.1)) == [0, 0.5, 1, 0.5, 0]
    middle = (1 + math.cos(math.pi * 0.55)) / 2
    assert rates(TrainConfig("x"))[3] == pytest.approx(middle, abs=1e-6)


def test_a_plateau_lowers_the_rate_again_and_again_down_to_its_floor():
    settings = {"factor": 0.5, "patience": 2, "min_delta": 0.0, "lowest": 0.2}
    values = [0.3, 0.4, 0.4, 0.39, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5]
    factors = [plateau_factor(values[:n], **settings) for n in range(len(values) + 1)]
    assert factors == [1, 1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25, 0.2, 0.2, 0.2]


def test_the_schedule_looks_at_what_validation_said_since():
    watched = []
    config = TrainConfig(
        "x", schedule="plateau", plateau_patience=1, plateau_factor=0.1, plateau_floor=1e-5
    )
    factor = pacing.schedule_of(config, watched)
    assert factor(0.5) == 1
    watched += [0.5, 0.4]
    assert factor(0.5) == pytest.approx(0.1)
    watched += [0.4, 0.4]
    assert factor(0.5) == pytest.approx(0.01), "0.001 · 0.01 is the floor"


def test_an_improvement_is_more_than_the_best_by_more_than_min_delta():
    values = [NAN, 0.5, 0.505, 0.52, 0.3, 0.525, NAN]
    assert improvements(values, 0.01) == [False, True, False, True, False, False, False]
    assert best_epoch(values, 0.01) == 4
    assert best_epoch([NAN, NAN], 0.0) == 0


def test_early_stopping_waits_for_its_patience():
    values = [0.5, 0.6, 0.55, 0.6]
    assert [is_over(values[:n], 2, 0.0) for n in range(5)] == [False] * 4 + [True]
    assert not is_over(values, 0, 0.0)


def test_the_best_epoch_answers_only_where_it_is_kept():
    values = [0.5, 0.6, 0.55]
    assert pacing.answering_epoch(TrainConfig("x", patience=2), values, 3) == 2
    assert pacing.answering_epoch(TrainConfig("x", patience=2, restore_best=False), values, 3) == 3
    assert pacing.answering_epoch(TrainConfig("x", schedule="plateau"), values, 3) == 3
    assert pacing.keeps_last(TrainConfig("x", patience=2), values[:2])
    assert not pacing.keeps_last(TrainConfig("x", patience=2), values)
