import numpy as np
import pytest

from mlcore.inspect import contradictions, duplicates, leaks
from tests.inspect.made import material, people, stored

LABELS = ("edema", "cyst")


@pytest.fixture(scope="module")
def scans() -> np.ndarray:
    return people(12)


def test_copies_are_one_finding_with_a_group_each(scans):
    pixels = np.concatenate([scans, scans[:2], scans[:1]])
    (found,) = duplicates.findings(material(stored(pixels)))
    assert found.check == "exact_duplicates"
    assert found.rows.tolist() == [0, 12, 14, 1, 13]
    assert found.groups.tolist() == [0, 0, 0, 1, 1]
    assert found.facts == {"groups": 2, "surplus": 3}
    assert found.sentence.startswith("5 scans are copies of each other, equal in every pixel")


def test_black_and_other_plain_scans_are_copies_of_nothing(scans):
    plain = np.zeros((5, *scans.shape[1:]), np.uint8)
    plain[3:] = 200
    assert duplicates.findings(material(stored(np.concatenate([scans, plain])))) == []


def test_near_duplicates_are_one_finding_and_bring_their_exact_copies(scans):
    darker = np.rint(scans[3:4] * 0.95).astype(np.uint8)
    pixels = np.concatenate([scans, scans[3:4], darker])
    exact, close = duplicates.findings(material(stored(pixels)))
    assert exact.rows.tolist() == [3, 12]
    assert close.check == "near_duplicates"
    assert close.rows.tolist() == [3, 12, 13]
    assert close.groups.tolist() == [0, 0, 0]
    assert (close.facts["groups"], close.facts["pairs"], close.facts["complete"]) == (1, 1, True)


def test_without_duplicates_nothing_is_said(scans):
    of = material(stored(scans))
    assert duplicates.findings(of) == leaks.findings(of) == contradictions.findings(of) == []


def test_images_in_several_parts_are_leaks(scans):
    darker = np.rint(scans[1:2] * 0.95).astype(np.uint8)
    pixels = np.concatenate([scans, scans[:1], darker, scans[2:3]])
    split = ["train"] * 12 + ["val", "test", "train"]
    (found,) = leaks.findings(material(stored(pixels, split=split)))
    assert found.check == "image_leaks"
    assert found.severity == "fault"
    assert found.rows.tolist() == [0, 12, 1, 13]
    assert found.facts == {"images": 2, "exact": 1, "groups": 2}
    assert found.sentence.startswith("2 scans of the validation or test part are also in an earl")


def test_black_scans_leak_nothing(scans):
    pixels = np.concatenate([scans, np.zeros((2, *scans.shape[1:]), np.uint8)])
    assert leaks.findings(material(stored(pixels, split=["train"] * 13 + ["test"]))) == []


def test_patients_in_several_parts_are_leaks_and_unknown_ones_are_not(scans):
    patient = ["a", "a", "b", None, None, "c", "c", "d", "d", "e", "f", "b"]
    split = ["train", "val", "train", "train", "val", *["train"] * 4, "val", "test", "test"]
    (found,) = leaks.findings(material(stored(scans, split=split, patient=patient)))
    assert found.check == "patient_leaks"
    assert found.rows.tolist() == [0, 1, 2, 11]
    assert found.facts == {"patients": 2}


def test_copies_with_other_labels_contradict_each_other_where_both_are_known(scans):
    pixels = np.concatenate([scans, scans[:3]])
    truth = np.zeros((15, 2))
    truth[12] = 1, 0
    truth[13] = np.nan, 0
    truth[14] = 0, np.nan
    (found,) = contradictions.findings(material(stored(pixels, truth)))
    assert found.check == "contradictions"
    assert found.severity == "fault"
    assert found.rows.tolist() == [0, 12]
    assert found.facts == {"groups": 1, "labels": {"edema": 2, "cyst": 0}}


def test_black_scans_with_different_labels_are_one_contradiction(scans):
    pixels = np.concatenate([scans, np.zeros((4, *scans.shape[1:]), np.uint8)])
    truth = np.zeros((16, 2))
    truth[12:14, 1] = 1
    (found,) = contradictions.findings(material(stored(pixels, truth)))
    assert found.rows.tolist() == [12, 13, 14, 15]
    assert found.facts["groups"] == 1
    assert "4 of them black" in found.sentence


def test_near_duplicates_with_other_labels_are_a_finding_of_their_own(scans):
    darker = np.rint(scans[:1] * 0.95).astype(np.uint8)
    truth = np.zeros((13, 2))
    truth[12, 0] = 1
    (found,) = contradictions.findings(material(stored(np.concatenate([scans, darker]), truth)))
    assert (found.check, found.severity) == ("near_contradictions", "warning")
    assert found.rows.tolist() == [0, 12]


def test_a_patient_and_a_copy_relate_scans_for_whoever_splits_them(scans):
    pixels = np.concatenate([scans, scans[:1]])
    patient = [None, "a", "a", *[None] * 9, "a"]
    related = material(stored(pixels, patient=patient)).related
    assert (related[[0, 1, 2, 12]] == related[0]).all()
    assert len(set(related.tolist())) == 10
