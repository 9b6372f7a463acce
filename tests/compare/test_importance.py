import time

import numpy as np
import pytest

from mlcore.compare import importance
from mlcore.runs.summaries import Summary

SCORE = "f1_tuned_macro"


def runs(count: int, effect: float = 0.2, members: int = 0) -> list[Summary]:
    """The learning rate and, less, the network make the score; the batch does nothing."""
    rng = np.random.default_rng(3)
    found = []
    for number in range(count):
        asked = {
            "learning_rate": float(rng.choice([1e-4, 1e-3, 1e-2])),
            "model": str(rng.choice(["cnn-1", "cnn-2"])),
            "batch": int(rng.choice([16, 32, 64])),
            "seed": number,
        }
        score = 0.5 + effect * (asked["learning_rate"] == 1e-3)
        score += effect / 2 * (asked["model"] == "cnn-2") + 0.02 * rng.normal()
        scores = {SCORE: score, "f1_macro": score, "average_precision_macro": None}
        facts = {"state": "finished", "epochs": 1, "planned": 1, "seconds": 1.0, "has_model": True}
        facts |= {"images_per_second": None, "dataset": "squares", "model": asked["model"]}
        found.append(
            Summary(
                run=str(number), settings=asked, members=["a", "b"][:members], **facts, **scores
            )
        )
    return found


def test_a_planted_effect_comes_first_and_a_setting_without_one_scores_about_zero():
    found = importance.of(runs(120), SCORE)
    assert found["setting"].tolist() == ["learning_rate", "model", "batch"]
    worth = found["importance"].tolist()
    # Of the variance: .2² · 2/9 by the learning rate, .1² / 4 by the network.
    assert worth == pytest.approx([0.75, 0.21, 0], abs=0.06)
    assert (found["spread"] < 0.2).all()


def test_where_no_setting_matters_none_is_called_important():
    found = importance.of(runs(120, effect=0), SCORE)
    assert (found["importance"].abs() < 0.15).all()


@pytest.mark.parametrize("few", [runs(9), runs(40, members=2), [runs(1)[0]] * 20])
def test_too_few_runs_or_no_difference_say_nothing(few):
    assert importance.of(few, SCORE).empty
    assert "at least 10 runs" in importance.lacking(few, SCORE)


def test_a_thousand_runs_take_less_than_a_second():
    many = runs(1000)
    importance.of(many[:20], SCORE)
    started = time.process_time()
    importance.of(many, SCORE)
    assert time.process_time() - started < 1
