"""What is planted in the demo is found, and kept beside it."""

from collections.abc import Iterator

import numpy as np
import pytest

from mlcore.data import dataset, demo
from mlcore.data.dataset import DataSet
from mlcore.data.views import preview
from mlcore.inspect import inspection
from mlcore.inspect.inspection import ARRAYS, FOUND, Inspection
from mlcore.inspect.sections import SECTIONS
from tests.inspect.made import people, stored


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DataSet]:
    """2,000 scans with 40 exact and 40 near pairs, half of them leaks."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MLCORE_HOME", str(tmp_path_factory.mktemp("home")))
        yield demo.make(train=1200, val=400, test=400, seed=3)


@pytest.fixture(scope="module")
def found(data: DataSet) -> Inspection:
    return inspection.run(data)


def planted(data: DataSet, kind: str) -> set[frozenset[int]] | set[int]:
    place = {name: row for row, name in enumerate(data.table["id"])}
    named = data.facts["planted"][kind]
    if isinstance(named[0], str):
        return {place[name] for name in named}
    return {frozenset((place[one], place[other])) for one, other in named}


def grouped(found: Inspection, check: str) -> set[frozenset[int]]:
    finding = found.of(check)
    return {
        frozenset(finding.rows[finding.groups == group].tolist())
        for group in range(finding.groups.max() + 1)
    }


def test_all_planted_black_scans_are_found_and_no_others(data, found):
    assert set(found.of("black").rows.tolist()) == planted(data, "black")
    assert found.facts["black"]["count"] == len(planted(data, "black"))


def test_all_planted_copies_are_found_and_no_others(data, found):
    assert grouped(found, "exact_duplicates") == planted(data, "exact_pairs")
    assert found.facts["duplicates"]["exact_groups"] == 40


def test_nearly_all_planted_near_duplicates_are_found_and_nothing_false(data, found):
    groups, expected = grouped(found, "near_duplicates"), planted(data, "near_pairs")
    assert len(expected) == 40
    assert len(groups & expected) >= 0.95 * len(expected)
    assert len(groups - expected) <= 0.01 * len(groups)


def test_the_planted_leaks_are_told(data, found):
    split = data.table["split"].to_numpy()
    pairs = planted(data, "exact_pairs") | planted(data, "near_pairs")
    leaks = {pair for pair in pairs if len(set(split[list(pair)])) == 2}
    assert len(leaks) == 40
    assert grouped(found, "image_leaks") == leaks
    assert found.facts["leaks"] == {"images": 40, "patients": 0}


def test_black_scans_with_random_labels_cost_f1(found):
    assert found.of("contradictions").facts["groups"] == found.facts["contradictions"]["groups"] > 0
    for part in ("all", "train", "val"):
        assert all(0.5 < best < 0.95 for best in found.ceiling[part]["f1"].values())
        assert all(0.7 < best < 0.97 for best in found.ceiling[part]["accuracy"].values())


def test_what_was_found_is_read_again_as_it_was(data, found):
    again = inspection.load(data)
    assert again.facts == found.facts
    assert again.seconds == found.seconds
    assert len(again.findings) == len(found.findings)
    for one, other in zip(found.findings, again.findings, strict=True):
        assert (one.check, one.severity, one.sentence) == (
            other.check,
            other.severity,
            other.sentence,
        )
        np.testing.assert_array_equal(one.rows, other.rows)
        np.testing.assert_array_equal(one.groups, other.groups)
    for name, array in found.arrays.items():
        np.testing.assert_array_equal(again.arrays[name], array, err_msg=name)
    np.testing.assert_array_equal(again.embedding.values, found.embedding.values)
    assert set(found.seconds) == {"measuring", "all"} | {section.name for section in SECTIONS}


def test_a_second_look_says_the_same(data, found):
    again = inspection.run(data)
    assert [finding.sentence for finding in again.findings] == [
        finding.sentence for finding in found.findings
    ]


def test_other_data_under_the_same_name_are_not_taken_for_inspected():
    first = stored(people(5))
    inspection.run(first)
    assert inspection.load(first) is not None
    assert inspection.load(stored(people(6))) is None


def test_other_labels_make_the_stored_inspection_void():
    data = stored(people(5))
    inspection.run(data)
    files = {name: (data.folder / name).read_bytes() for name in (FOUND, ARRAYS)}
    other = stored(people(5), np.ones((5, 2)))
    for name, raw in files.items():
        (other.folder / name).write_bytes(raw)
    assert inspection.load(other) is None


@pytest.mark.parametrize("name", [FOUND, ARRAYS, "embedding.npy"])
def test_a_broken_file_is_as_good_as_none(name):
    data = stored(people(5))
    inspection.run(data)
    (data.folder / name).write_bytes(b"{")
    assert inspection.load(data) is None
    assert inspection.of(data).facts["black"]["count"] == 0
    assert inspection.load(data) is not None


def test_arrays_of_another_run_are_not_mixed_in():
    data = stored(people(5))
    inspection.run(data)
    older = (data.folder / ARRAYS).read_bytes()
    inspection.run(data)
    (data.folder / ARRAYS).write_bytes(older)
    assert inspection.load(data) is None


def test_nothing_is_left_lying_about():
    data = stored(people(5))
    before = {path.name for path in data.folder.iterdir()}
    inspection.run(data)
    kept = {path.name for path in data.folder.iterdir()} - before
    assert kept == {FOUND, ARRAYS, "embedding.npy", "embedder.npz"}


def test_an_unsaved_view_leaves_the_inspection_of_its_base_alone():
    base = stored(people(8))
    inspection.run(base)
    rows = np.arange(4)
    view = preview(base, rows, base.table.iloc[rows], "view", {})
    assert inspection.run(view).facts["black"]["count"] == 0
    assert inspection.load(base) is not None
    assert inspection.load(view) is None


@pytest.mark.parametrize("value", [0, 77])
@pytest.mark.parametrize("count", [1, 5])
def test_sets_that_show_nothing_can_be_inspected(count, value):
    data = stored(np.full((count, 8, 8, 1), value, np.uint8))
    assert inspection.run(data).facts["duplicates"] == {"exact_groups": 0, "near_pairs": 0}


@pytest.mark.parametrize(("labels", "known"), [((), True), (("one",), True), (("one",), False)])
def test_sets_with_hardly_any_labels_can_be_inspected(labels, known):
    truth = np.zeros((12, len(labels))) if known else np.full((12, len(labels)), np.nan)
    data = stored(people(12), truth, labels)
    found = inspection.run(data)
    assert set(found.ceiling["all"]["f1"]) == set(labels)


def test_progress_is_told_while_it_works():
    told = []
    inspection.run(stored(people(40)), lambda *step: told.append(step))
    assert {"measuring scans", "describing scans", "comparing scans"} <= {what for what, *_ in told}
    assert all(0 <= done <= total for _, done, total in told)


def test_real_leaking_patients_are_counted(shared):
    from mlcore.data import importing

    data = importing.import_data(shared / "data" / "nih1000.zip")
    found = inspection.run(data)
    assert len(data) == 1000
    assert found.facts["leaks"] == {"images": 0, "patients": 30}
    assert dataset.load(data.name).fingerprint == data.fingerprint
