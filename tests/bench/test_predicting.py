"""Answers are timed one by one and set beside those of the peers."""

import time

import pytest

from mlcore.bench import one_answer, predicting


def test_each_answer_is_timed_by_itself():
    waits = iter([*[0.0] * one_answer.WARM, *[0.001] * 18, 0.05, 0.05])
    told = one_answer.times(lambda: time.sleep(next(waits)), 20)
    assert 1 <= told["median"] < 20
    assert told["p95"] >= 40


def test_ratios_say_how_many_times_as_long_a_peer_takes():
    ours = {"median": 2.0, "p95": 3.0, "probability": [0.5, 0.25]}
    ours |= {"many": 0.5, "arrays": 0.4, "decoding": 0.1}
    keras = {"median": 80.0, "p95": 90.0, "probability": [0.5, 0.26]}
    told = predicting._facts("cnn-4", ours, keras, {"median": 4.0, "p95": 5.0})
    assert (told["beside_keras"], told["beside_torch"]) == (40, 2)
    assert told["difference"] == pytest.approx(0.01)
    assert (told["many_per_second"], told["share_of_arrays"]) == (2000, 0.8)
    assert (told["decoding_per_second"], told["share_of_possible"]) == (10_000, 1.0)


@pytest.mark.slow
def test_a_network_answers_as_keras_does_and_sooner():
    (told,) = predicting.networks(["cnn-4"], 50)
    assert told["difference"] < 1e-5
    assert told["beside_keras"] > 2
