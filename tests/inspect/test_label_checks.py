import numpy as np
import pytest

from mlcore.inspect import label_checks
from mlcore.inspect.finding import Finding
from mlcore.inspect.label_sets import label_sets
from tests.inspect.made import material, stored


def findings(truth: np.ndarray, split: list[str] | None = None, labels=("a", "b")) -> list[Finding]:
    pixels = np.random.default_rng(0).integers(0, 255, (len(truth), 8, 8, 1), np.uint8)
    return label_checks.findings(material(stored(pixels, truth, labels, split)))


def of(found: list[Finding], check: str) -> list[Finding]:
    return [finding for finding in found if finding.check == check]


def balanced(n: int) -> np.ndarray:
    return np.stack([np.arange(n) % 2, np.arange(n) // 2 % 2], axis=1).astype(float)


def test_sets_of_labels_are_counted_over_scans_with_all_labels_known():
    truth = np.array([[1, 0, 1], [1, 0, 1], [0, 0, 0], [1, 1, 1], [np.nan, 1, 1]])
    found = label_sets(("a", "b", "c"), truth)
    assert found.scans == 4
    assert found.cardinality == pytest.approx(7 / 4)
    assert found.density == pytest.approx(7 / 12)
    assert found.distinct == 3
    assert found.commonest[0] == (("a", "c"), 2)
    assert {names for names, _ in found.commonest[1:]} == {(), ("a", "b", "c")}


def test_without_a_scan_that_is_all_known_there_are_no_sets():
    found = label_sets(("a",), np.array([[np.nan]]))
    assert (found.scans, found.distinct, found.commonest) == (0, 0, ())
    assert np.isnan(found.cardinality)


def test_well_filled_labels_have_only_their_sets_told():
    (found,) = findings(balanced(80))
    assert found.check == "label_sets"
    assert found.severity == "note"
    assert found.facts["cardinality"] == 1
    assert found.sentence.startswith("A scan has 1.00 of 2 labels on average (50 %), in 4 combin")


def test_labels_with_too_few_scans_to_learn_or_score_are_told_per_part():
    truth = balanced(120)
    split = ["train"] * 60 + ["val"] * 60
    truth[:60, 0] = np.arange(60) < 9
    truth[60:, 1] = np.arange(60) < 58
    learn, score = of(findings(truth, split), "rare_labels")
    assert (learn.severity, learn.facts) == ("warning", {"split": "train", "labels": {"a": 9}})
    assert learn.rows.tolist() == list(range(9))
    assert score.facts == {"split": "val", "labels": {"b": 2}}
    assert score.rows.tolist() == [118, 119]
    assert "b (2 absent)" in score.sentence


def test_a_label_that_is_never_present_is_a_fault():
    truth = balanced(80)
    truth[:, 1] = 0
    (found,) = of(findings(truth), "rare_labels")
    assert found.severity == "fault"
    assert "b (0 present)" in found.sentence


def test_a_test_part_without_labels_is_a_note_and_not_rare():
    truth = balanced(100)
    truth[60:] = np.nan
    found = findings(truth, ["train"] * 60 + ["test"] * 40)
    (unknown,) = of(found, "unknown_labels")
    assert unknown.severity == "note"
    assert unknown.sentence.startswith("All 40 scans of the test part are without labels")
    assert unknown.rows.tolist() == list(range(60, 100))
    assert of(found, "rare_labels") == []


def test_blank_labels_of_some_scans_are_counted():
    truth = balanced(100)
    truth[:30, 0] = np.nan
    truth[:10, 1] = np.nan
    (found,) = of(findings(truth), "unknown_labels")
    assert (found.severity, len(found.rows)) == ("note", 30)
    assert found.facts == {"split": "train", "none": 10, "labels": {"a": 30, "b": 10}}


def test_a_drifting_label_opens_the_scans_behind_it():
    truth = balanced(400)
    truth[200:, 0] = np.arange(200) % 10 == 0
    (found,) = of(findings(truth, ["train"] * 200 + ["val"] * 200), "prevalence_drift")
    assert found.rows.tolist() == list(range(200, 400, 10))
    assert found.sentence.startswith("a is present in 10 % of the val part but in 50 % of train")
