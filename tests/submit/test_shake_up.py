"""Gaps of a public and a private part, of runs whose skill is known."""

import numpy as np
import pytest

from mlcore.data import text_table
from mlcore.errors import ScanLabError
from mlcore.submit import difference, shake_up
from tests import finished_runs


def answered(skill: float, seed: int, n: int = 400):
    run = finished_runs.make()
    truth = (np.random.default_rng(0).random((n, 2)) < 0.4).astype(np.float32)
    noise = np.random.default_rng(seed).normal(0, 1, truth.shape)
    p = 1 / (1 + np.exp(-(skill * (2 * truth - 1) + noise)))
    finished_runs.keep_answers(run, truth, p.astype(np.float32))
    return run


def test_gaps_lie_around_zero_and_shrink_with_more_scans():
    few, many = (
        shake_up.shake_up([answered(1, 1, n)], draws=500).to_json()["runs"][0]["gap"]
        for n in (100, 1600)
    )
    assert abs(few["middle"]) < 0.03
    assert few["low"] < -0.05
    assert 2.5 < (few["high"] - few["low"]) / (many["high"] - many["low"]) < 6


def test_a_clearly_better_run_leads_on_both_parts_and_of_equal_ones_often_another():
    clear = shake_up.shake_up([answered(0.2, 1), answered(2, 2)], draws=500)
    assert clear.leader_holds == 1
    equal = shake_up.shake_up([answered(1, seed) for seed in range(5)], draws=500)
    assert equal.leader_holds < 0.8


def test_every_deal_has_as_many_public_scans():
    dealt = shake_up._deals(101, 0.3, 50)
    assert (dealt.sum(axis=0) == 30).all()
    assert len({column.tobytes() for column in dealt.T}) == 50


def test_runs_on_other_scans_are_refused():
    with pytest.raises(ScanLabError, match="was validated on other scans"):
        shake_up.shake_up([answered(1, 1), answered(1, 2, 300)])


def test_two_files_are_compared_label_by_label():
    first = text_table.read(b"id,a,b\n1,0,1\n2,1,1\n3,0,0\n", "one.csv")
    second = text_table.read(b"id,a,b\n3,1,0\n2,1,1\n4,0,0\n", "two.csv")
    found = difference.difference(first, second)
    assert (found["n"], found["only_first"], found["only_second"]) == (2, 1, 1)
    assert found["ids"] == ["3"]
    assert found["labels"]["a"]["to_yes"] == 1
    assert found["labels"]["b"]["kappa"] == 1
