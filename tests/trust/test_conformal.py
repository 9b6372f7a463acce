"""Yes, no and unsure keep the rate they promise, and say so where they cannot."""

import numpy as np
import pytest

from mlcore.errors import ScanLabError
from mlcore.evaluate.answers import Answers
from mlcore.trust import conformal, coverage


def drawn(n: int, share: float = 0.3, seed: int = 0, size: int = 1) -> Answers:
    """One label with overlapping scores; ``size`` scans a group have all but the same score."""
    rng = np.random.default_rng(seed)
    truth = np.repeat(rng.random((n // size, 1)) < share, size, axis=0).astype(np.float32)
    score = np.repeat(rng.normal(0, 1, (n // size, 1)), size, axis=0) + 1.5 * truth
    score += 0.01 * rng.normal(0, 1, score.shape)
    ids = np.array([f"{i}.png" for i in range(len(truth))])
    probability = (1 / (1 + np.exp(-score))).astype(np.float32)
    return Answers(ids, np.repeat(np.arange(n // size), size), truth, probability)


def test_the_rule_counts_one_scan_more_than_there_are():
    p = np.arange(1, 20, dtype=np.float32)[:, None] / 20
    nine = Answers(np.arange(19), np.arange(19), np.r_[np.ones(9), np.zeros(10)][:, None], p)
    (band,) = conformal.bands(nine, nine.group, 0.1)
    # Of 9 with the label 0.9 * 10 = 9 must stay possible; of 10 without it, all: 9.9 is above 9.
    assert band.yes_from == pytest.approx(0.05)
    assert band.no_to == pytest.approx(0.95)
    assert (band.present, band.absent, band.caveat) == (9, 10, None)


@pytest.mark.parametrize("error", [0.05, 0.1, 0.2])
def test_new_scans_are_covered_at_the_asked_rate(error):
    given, new = drawn(4000), drawn(40_000, seed=1)
    (band,) = conformal.bands(given, given.group, error)
    possible = band.sets(new.probability[:, 0])
    for value in (0, 1):
        of = new.truth[:, 0] == value
        assert possible[of, value].mean() == pytest.approx(1 - error, abs=0.02)


def test_scans_of_one_patient_count_as_one():
    alone = drawn(400)
    copies = drawn(1200, size=3)
    assert conformal.bands(copies, copies.group)[0].present < 200
    weights = conformal.bands(copies, np.arange(1200))[0]
    assert weights.present == 3 * conformal.bands(copies, copies.group)[0].present
    twice = Answers(*(np.concatenate([part, part]) for part in vars(alone).values()))
    assert conformal.bands(twice, twice.group) == conformal.bands(alone, alone.group)


def test_a_rare_label_is_never_ruled_out_and_that_is_said():
    given = drawn(200, share=0.03)
    (band,) = conformal.bands(given, given.group, 0.1)
    assert band.present < 9
    assert {band.answer(p) for p in np.linspace(0, 1, 50)} <= {conformal.UNSURE, conformal.YES}
    assert f"Only {band.present} validation scans with this label" in band.caveat
    assert "at least 9 are needed" in band.caveat
    assert band.to_json()["yes_from"] is None
    assert [conformal.fewest(e) for e in (0.05, 0.1, 0.2)] == [19, 9, 4]


def test_unknown_truth_sets_no_band():
    given = drawn(400)
    truth = given.truth.copy()
    truth[::2] = np.nan
    half = Answers(given.ids, given.group, truth, given.probability)
    (band,) = conformal.bands(half, half.group)
    assert (band.present, band.absent) == (int((truth == 1).sum()), int((truth == 0).sum()))


def test_an_error_rate_beyond_sense_is_refused():
    with pytest.raises(ScanLabError, match=r"expected 0\.001 to 0\.5"):
        conformal.bands(drawn(40), np.arange(40), 0.9)


def test_the_report_finds_the_asked_rate():
    given, test = drawn(900), drawn(600, seed=3)
    told = coverage.report(("one",), (given, given.group), (test, test.group))
    row = told["labels"]["one"]
    assert told["n"] == 1500
    assert told["within"] and told["largest_gap"] < 0.015
    assert row["test"]["all"] == pytest.approx(0.9, abs=0.04)
    assert 0.2 < row["unsure"] < 0.8
    alone = coverage.report(("one",), (given, given.group), None)
    assert alone["labels"]["one"]["test"] is None
