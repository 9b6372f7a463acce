import numpy as np
import pytest

from mlcore.evaluate import evaluation, looks
from mlcore.runs.folder import Run
from tests import finished_runs


def runs(count: int, scans: int = 120) -> list[Run]:
    """As good as each other: the same truth, answers that differ by chance."""
    truth, _ = finished_runs.answers(n=scans)
    made = []
    for seed in range(count):
        run = finished_runs.make()
        noise = np.random.default_rng(seed).normal(0, 0.35, truth.shape)
        p = np.clip(0.5 + 0.4 * (truth - 0.5) + noise, 0, 1).astype(np.float32)
        finished_runs.keep_answers(run, truth, p, "test")
        made.append(run)
    return made


def test_each_scoring_of_the_test_part_is_counted():
    (run,) = runs(1)
    finished_runs.keep_answers(run, *finished_runs.answers())
    assert looks.count(run) == 0
    evaluation.evaluate(run, "test", 100)
    evaluation.evaluate(run, "test", 100)
    evaluation.evaluate(run, "val", 100)
    assert looks.count(run) == 2


def test_reading_a_stored_evaluation_is_no_look():
    (run,) = runs(1)
    evaluation.evaluate(run, "test", 100)
    assert evaluation.stored(run, "test")["split"] == "test"
    assert looks.count(run) == 1


def test_one_run_alone_costs_nothing():
    assert looks.cost(runs(1)) == looks.Cost(1, 0.0)


def test_the_best_of_many_equals_costs_more_than_the_best_of_two():
    two, many = looks.cost(runs(2)), looks.cost(runs(12))
    assert (two.runs, many.runs) == (2, 12)
    assert 0 < two.optimism < many.optimism < 0.1


def test_runs_on_other_scans_are_not_compared():
    few, more = runs(1, scans=60)[0], runs(2)
    assert looks.cost([*more, few]).runs == 2


def test_only_runs_that_were_scored_on_the_part_are_judged_beside_this_one():
    first, second, third = runs(3)
    evaluation.evaluate(first, "test", 100)
    names = [run.name for run in looks.judged(second)]
    assert set(names) == {first.name, second.name}
    assert third.name not in names


def test_a_run_that_is_clearly_best_is_hardly_lucky():
    truth, _ = finished_runs.answers(n=120)
    best = finished_runs.make()
    finished_runs.keep_answers(best, truth, np.abs(truth - 0.1), "test")
    assert looks.cost([best, *runs(4)]).optimism == pytest.approx(0, abs=0.003)
