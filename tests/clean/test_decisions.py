"""What each decision does to scans whose flaws are known."""

import numpy as np
import pytest

from mlcore.clean import cleaned, decisions
from mlcore.clean.cleaned import Cleaned
from mlcore.clean.recipe import CleaningRecipe, Decision
from mlcore.data.demo import build
from mlcore.errors import ScanLabError
from tests.clean import flawed
from tests.clean.flawed import ids, labels_of

UNKNOWN = np.nan


def decided(name: str, rows=flawed.ROWS, **values) -> Cleaned:
    return cleaned.apply(flawed.make(rows), CleaningRecipe((Decision(name, values),)))


def gone(result: Cleaned) -> list[str]:
    return result.data.table["id"][result.reasons != ""].tolist()


@pytest.mark.parametrize(
    ("keep", "kept"),
    [
        ("none", {}),
        ("one_absent", {"t0": [0, 0]}),
        ("one_present", {"t0": [1, 1]}),
        ("one_of_each", {"t0": [0, 0], "t2": [1, 1]}),
    ],
)
def test_black_scans_are_dropped_but_for_those_that_teach(keep, kept):
    result = decided("drop_black", keep=keep)
    assert gone(result) == [scan for scan in ("t0", "t2", "v1") if scan not in kept]
    assert {scan: labels_of(result.preview, scan) for scan in kept} == kept
    assert "x1" in ids(result.preview), "an unlabelled test scan waits for its answer"
    assert result.log[0].dropped == 3 - len(kept)
    assert result.log[0].relabelled == {"none": 0, "one_absent": 1, "one_present": 1}.get(keep, 3)


def test_black_scans_of_the_training_part_alone_can_be_dropped():
    result = decided("drop_black", parts="train")
    assert gone(result) == ["t0", "t2"]
    assert result.log[0].sentence == (
        "2 black scans dropped; 2 in other parts or without labels left"
    )


def test_without_black_training_scans_none_is_kept():
    result = decided("drop_black", flawed.ROWS[9:], keep="one_absent")
    assert gone(result) == ["v1"]
    assert "none kept as there is none in the training part" in result.log[0].sentence


@pytest.mark.parametrize(
    ("how", "leak", "three"),
    [
        ("majority", [UNKNOWN, 0], [1, 0]),
        ("unanimous", [UNKNOWN, 0], [UNKNOWN, 0]),
        ("own", [0, 0], [0, 0]),
    ],
)
def test_exact_copies_become_one_scan_with_the_labels_of_all(how, leak, three):
    result = decided("merge_exact_duplicates", labels=how)
    assert gone(result) == ["t1", "t4", "t5", "t6"]
    np.testing.assert_array_equal(labels_of(result.preview, "v0"), leak)
    np.testing.assert_array_equal(labels_of(result.preview, "t3"), three)
    assert labels_of(result.preview, "x0") == [0, 1]
    assert result.log[0].sentence == (
        "4 scans dropped, 2 of them leaks between parts; labels contradicted in 2 groups of 3"
    )
    assert result.reasons[[1, 4]].tolist() == ["equal pixels as v0", "equal pixels as t3"]


def test_a_blank_label_is_filled_in_by_a_copy_that_knows_it():
    rows = [("a", "train", "lung", UNKNOWN, 0), ("b", "train", "lung", 1, UNKNOWN)]
    assert labels_of(decided("merge_exact_duplicates", rows).preview, "a") == [1, 0]


def test_of_copies_in_three_parts_the_test_scan_stays():
    rows = [(part, part, "lung", 1, 0) for part in ("train", "val", "test")]
    assert gone(decided("merge_exact_duplicates", rows)) == ["train", "val"]


def test_contradictory_copies_are_dropped_with_the_labels_as_reason():
    result = decided("drop_contradictions")
    assert gone(result) == ["t1", "t3", "t4", "t5", "v0"]
    assert result.reasons[1] == "equal pixels, other labels: edema"
    said = "5 scans dropped of 2 groups with equal pixels but unequal labels"
    assert result.log[0].sentence == said
    assert gone(decided("drop_contradictions", parts="train")) == ["t1", "t3", "t4", "t5"]


def test_of_near_copies_one_is_kept_as_it_is():
    data = build.make("demo", 600, 200, 200)
    recipe = CleaningRecipe((Decision("merge_exact_duplicates"), Decision("drop_near_duplicates")))
    result = cleaned.apply(data, recipe)
    near = data.facts["planted"]["near_pairs"]
    kept = set(ids(result.preview))
    assert len(near) == 20
    assert [done.dropped for done in result.log] == [20, 20]
    assert all((scan in kept) != (copy in kept) for scan, copy in near)
    part = data.table.set_index("id")["split"]
    crossing = [pair for pair in near if part[pair[0]] != part[pair[1]]]
    assert len(crossing) == 10
    assert all(part[scan] == "train" and copy in kept for scan, copy in crossing)
    assert result.log[1].sentence == "20 scans dropped, 10 of them leaks between parts"
    assert result.log[1].relabelled == 0


def test_scans_are_excluded_by_hand_with_a_reason():
    result = decided("exclude", ids=["v2", "t6"], reason="not a chest")
    assert gone(result) == ["t6", "v2"]
    assert result.reasons[6] == "by hand: not a chest"
    assert result.log[0].sentence == "2 scans dropped (not a chest)"


def test_an_unlabelled_scan_can_be_excluded_by_hand():
    assert gone(decided("exclude", ids=["x1"])) == ["x1"]


@pytest.mark.parametrize(
    ("value", "expected", "said"), [(0, 0, "absent"), (1, 1, "present"), ("blank", UNKNOWN, "unk")]
)
def test_a_label_is_set(value, expected, said):
    result = decided("set_label", id="t5", label="cyst", value=value)
    np.testing.assert_array_equal(labels_of(result.preview, "t5"), [1, expected])
    assert f"cyst of t5 set to {said}" in result.log[0].sentence
    assert result.log[0].relabelled == (value != "blank")


def test_an_id_of_two_parts_needs_its_part():
    rows = [("a", "train", "lung", 1, 0), ("a", "val", "bone", 1, 0), ("val/b", "train", "x", 1, 1)]
    assert decided("exclude", rows, ids=["val/a", "val/b"]).rows.tolist() == [0]
    with pytest.raises(ScanLabError, match="2 scans have the id 'a'; say which part"):
        decided("exclude", rows, ids=["a"])


@pytest.mark.parametrize(
    ("name", "values", "problem"),
    [
        ("exclude", {"ids": ["t1", "t99"]}, "there is no scan 't99' in 'flawed'"),
        ("exclude", {"ids": ["val/t1"]}, "there is no scan 'val/t1'"),
        ("set_label", {"id": "t99", "label": "cyst", "value": 1}, "there is no scan 't99'"),
        ("set_label", {"id": "t1", "label": "x", "value": 1}, "there is no label 'x'; expected ed"),
        ("resplit", {"val": 0.6, "test": 0.4}, "val 0.6 and test 0.4 leave 0% .* for training"),
    ],
)
def test_what_the_data_does_not_allow_names_the_decision(name, values, problem):
    with pytest.raises(ScanLabError, match=rf"^decision 1, '{name}': {problem}"):
        decided(name, **values)


def test_every_decision_is_explained():
    assert len(decisions.KINDS) == len(decisions.BY_NAME) == 7
    for kind in decisions.KINDS:
        for row in (kind, *kind.parameters):
            assert row.title[0].isupper()
            assert row.help[0].isupper()
            assert row.help.endswith(".")
