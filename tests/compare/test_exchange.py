"""Exchanging the answers of two models, held against doing it one by one."""

from dataclasses import replace

import numpy as np
import pytest
from sklearn.metrics import average_precision_score

from mlcore.compare import exchange
from mlcore.metrics import table
from tests.compare.test_verdicts import trained


def test_it_is_the_share_of_exchanges_that_differ_as_much():
    one, other = trained(60, 1, 1.0), trained(60, 2, 1.3)
    found = exchange.chance(one, other, table.BY_NAME["average_precision"], 400)
    truth, p = one.given.truth, np.stack([one.given.probability, other.given.probability])
    ranks = p.argsort(axis=1).argsort(axis=1)
    rng, times = np.random.default_rng(5), 0

    def apart(scores: np.ndarray) -> float:
        values = [
            np.mean([average_precision_score(truth[:, i], of[:, i]) for i in range(2)])
            for of in scores
        ]
        return abs(values[1] - values[0])

    for _ in range(400):
        coins = rng.random(60) < 0.5
        times += apart(np.where(coins[None, :, None], ranks[::-1], ranks)) >= apart(ranks)
    assert found.average == pytest.approx((1 + times) / 401, abs=0.06)
    assert found.per_label.shape == (2,)


def test_scans_that_belong_together_are_exchanged_together():
    one, other = trained(80, 1, 1.0), trained(80, 2, 1.6)
    metric = table.BY_NAME["average_precision"]
    alone = exchange.chance(one, other, metric, 500).average
    halves = np.arange(80) % 2
    both = [replace(each, together=halves) for each in (one, other)]
    # Two groups: an exchange of both or of none is as far from 0 as what is seen.
    assert exchange.chance(*both, metric, 500).average > 0.4 > alone


def test_another_scale_of_the_same_order_makes_no_difference():
    one = trained(80, 1)
    bold = replace(one, given=replace(one.given, probability=one.given.probability**8))
    found = exchange.chance(one, bold, table.BY_NAME["auc"], 200)
    assert found.average == 1
    assert found.per_label.tolist() == [1, 1]


def test_an_undefined_score_has_no_chance():
    one, other = trained(20, 1), trained(20, 2)
    nobody = np.zeros_like(one.given.truth)
    both = [replace(each, given=replace(each.given, truth=nobody)) for each in (one, other)]
    found = exchange.chance(*both, table.BY_NAME["auc"], 50)
    assert np.isnan(found.average)
    assert np.isnan(found.per_label).all()
