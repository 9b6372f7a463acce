"""The gate lets pass what looks like the training scans, and refuses all else."""

import numpy as np
import pytest

from mlcore.errors import ScanLabError
from mlcore.trust import feedback, gate, gate_trial, ready
from tests import finished_runs, scans, trusted


@pytest.fixture(scope="module")
def fitted():
    pixels = trusted.pixels(260)
    return gate.fit(pixels, np.arange(200), np.arange(200, 260)), pixels


def test_most_new_scans_of_the_same_kind_pass(fitted):
    made, _ = fitted
    assert made.judged == 60
    assert made.refused(trusted.pixels(200, seed=9)).mean() < 0.1


def test_noise_of_every_kind_and_strength_is_refused(fitted):
    made, _ = fitted
    for kind, strength, drawn in gate_trial.noise.pictures(32, 1, each=3):
        assert made.refused(drawn).all(), (kind.name, strength)


def test_scans_of_another_kind_are_refused(fitted):
    made, pixels = fitted
    assert made.refused(255 - pixels[:40]).mean() > 0.95
    assert made.refused(np.ascontiguousarray(pixels[:40].transpose(0, 2, 1, 3))).mean() > 0.95
    assert made.verdict(255 - pixels[0]).sentence.startswith("This scan is not like the training")


def test_black_and_plain_scans_are_empty_whatever_was_learnt(fitted):
    made, _ = fitted
    black = made.verdict(np.zeros((32, 32, 1), np.uint8))
    grey = made.verdict(np.full((32, 32, 1), 90, np.uint8))
    assert (black.kind, grey.kind) == ("empty", "empty")
    assert "black throughout" in black.sentence
    assert "of one grey value" in grey.sentence
    assert not black.to_json()["passed"] and black.strangeness is None


def test_a_training_scan_is_told_and_passes(fitted):
    made, pixels = fitted
    known = made.verdict(pixels[3])
    assert known.passed
    assert known.identical == 1
    assert "identical to 1 training scan" in known.sentence
    assert made.verdict(pixels[230]).identical == 0


def test_many_scans_are_told_as_one_by_one(fitted):
    made, pixels = fitted
    scans = np.concatenate(
        [pixels[:30], trusted.pixels(70, seed=9), 255 - pixels[:30], np.zeros_like(pixels[:1])]
    )
    kinds = made.kinds(scans)
    assert kinds == [made.verdict(scan).kind for scan in scans]
    assert kinds[:30] == ["passed"] * 30
    assert {*kinds[100:]} == {"strange", "empty"}


def test_without_validation_some_training_scans_set_the_limit():
    pixels = trusted.pixels(200)
    made = gate.fit(pixels, np.arange(200), np.empty(0, int))
    assert (made.judged, len(made.familiar)) == (40, 200)
    assert made.refused(trusted.pixels(100, seed=4)).mean() < 0.12


def test_a_handful_of_scans_makes_no_gate():
    with pytest.raises(ScanLabError, match="some dozens of training scans"):
        gate.fit(trusted.pixels(4), np.arange(4), np.empty(0, int))


def test_a_gate_is_made_once_and_read_again(home, monkeypatch):
    run = trusted.run()
    first = ready.gate_of(run)[0]
    assert len(list((home / "cache/gates").iterdir())) == 1
    monkeypatch.setattr(gate, "fit", None)
    again = ready.gate_of(run)[0]
    few = trusted.pixels(20, seed=5)
    assert np.allclose(first.scaled(few), again.scaled(few), atol=1e-5)
    assert first.limit == again.limit


def test_a_broken_gate_is_made_anew(home):
    run = trusted.run()
    limit = ready.gate_of(run)[0].limit
    (file,) = (home / "cache/gates").iterdir()
    file.write_bytes(file.read_bytes()[:1000])
    assert ready.gate_of(run)[0].limit == limit


def test_the_trial_counts_own_scans_other_data_and_noise():
    run = trusted.run()
    other = scans.make("other", side=16)
    told = gate_trial.measure(run, [other.name])
    rows = {row["what"]: row for row in told["rows"]}
    assert set(rows) == {"val", "test", "other", "uniform", "gaussian", "salt_and_pepper"}
    assert rows["val"]["refused"] == pytest.approx(0.025, abs=0.015)
    assert rows["other"]["n"] + rows["other"]["empty"] == len(other)
    assert all(rows[what]["refused"] > 0.95 for what in ("other", "uniform", "gaussian"))
    with pytest.raises(ScanLabError, match="learnt from 'discs' itself"):
        gate_trial.measure(run, ["discs"])


def test_data_that_changed_give_no_gate_and_say_so():
    run = finished_runs.make("gone")
    told = ready.load(run)
    assert told.gate is None
    assert "there is no data set 'gone'" in told.missing[0]
    assert feedback.given() == []
