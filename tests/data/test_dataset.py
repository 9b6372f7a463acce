"""The array store."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from mlcore import paths
from mlcore.data import dataset
from mlcore.data.dataset import DataSet
from mlcore.errors import ScanLabError

LABELS = ("edema", "Cyst (left)")
PIXELS = np.random.default_rng(0).integers(0, 256, (6, 8, 8, 3), np.uint8)


def table() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "id": [f"{i}.png" for i in range(6)],
            "split": ["val", "train", "test", "train", "train", "val"],
            "edema": [1, 0, np.nan, 1, np.nan, 0],
            "Cyst (left)": [0, 1, np.nan, np.nan, np.nan, 1],
        }
    )


def make(
    name: str = "six", rows: pd.DataFrame | None = None, pixels: np.ndarray = PIXELS
) -> DataSet:
    with dataset.draft(name, 6, 8, 3) as draft:
        draft.pixels[:] = pixels
        return draft.finish(table() if rows is None else rows, LABELS, {"source": "test"})


def left_in_store() -> list[str]:
    return [path.name for path in paths.datasets().iterdir()]


def test_what_is_stored_is_read_back():
    make()
    data = dataset.load("six")
    assert (len(data), data.side, data.channels, data.labels) == (6, 8, 3, LABELS)
    np.testing.assert_array_equal(data.pixels, PIXELS)
    assert data.table["id"].tolist() == table()["id"].tolist()
    assert data.facts["source"] == "test"
    assert json.loads((data.folder / "dataset.json").read_text())["n"] == 6


def test_truths_keep_what_is_unknown():
    targets = make().targets
    assert targets.dtype == np.float32
    np.testing.assert_array_equal(
        targets, [[1, 0], [0, 1], [np.nan, np.nan], [1, np.nan], [np.nan, np.nan], [0, 1]]
    )
    assert make().labelled().tolist() == [True, True, False, True, False, True]


def test_pixels_stay_on_disk_and_cannot_be_changed():
    pixels = make().pixels
    assert isinstance(pixels, np.memmap)
    with pytest.raises(ValueError, match="read-only"):
        pixels[0] = 0


def test_the_scans_of_a_part_are_found_in_order():
    data = make()
    assert data.rows("train").tolist() == [1, 3, 4]
    assert data.rows("nothing").tolist() == []
    assert list(data.split_sizes().items()) == [("train", 3), ("val", 2), ("test", 1)]
    rows = table()
    rows["split"] = "train"
    assert make(rows=rows).split_sizes() == {"train": 6}


def test_equal_data_has_one_fingerprint_under_any_name():
    assert make("a").fingerprint == make("b").fingerprint
    assert len(make("a").fingerprint) == 16


def test_any_difference_has_another_fingerprint():
    pixels = PIXELS.copy()
    pixels[5, 7, 7, 2] ^= 1
    swapped = table()
    swapped.loc[0, "split"] = "train"
    unknown = table()
    unknown.loc[0, "edema"] = np.nan
    patients = table().assign(patient=list("aabbcc"))
    prints = [make().fingerprint, make(pixels=pixels).fingerprint]
    prints += [make(rows=rows).fingerprint for rows in (swapped, unknown, patients)]
    assert len(set(prints)) == 5


def test_only_the_scans_that_are_kept_are_stored():
    with dataset.draft("four", 6, 8, 3) as draft:
        draft.pixels[:] = PIXELS
        keep = np.array([0, 2, 3, 5])
        data = draft.finish(table().iloc[keep], LABELS, {}, keep)
    np.testing.assert_array_equal(data.pixels, PIXELS[[0, 2, 3, 5]])
    assert data.table["id"].tolist() == ["0.png", "2.png", "3.png", "5.png"]
    assert data.facts["n"] == 4
    assert {path.name for path in data.folder.iterdir()} == {
        "dataset.json",
        "pixels.npy",
        "table.parquet",
    }


def test_kept_scans_may_be_in_another_order():
    with dataset.draft("turned", 6, 8, 3) as draft:
        draft.pixels[:] = PIXELS
        turned = np.arange(6)[::-1]
        data = draft.finish(table().iloc[turned], LABELS, {}, turned)
    assert data.table["id"].tolist() == [f"{i}.png" for i in turned]
    np.testing.assert_array_equal(data.pixels, PIXELS[::-1])


def test_a_draft_that_is_not_finished_vanishes():
    with pytest.raises(ZeroDivisionError), dataset.draft("six", 6, 8, 3):
        assert dataset.names() == []
        raise ZeroDivisionError
    assert left_in_store() == []


def test_a_table_that_does_not_fit_the_pixels_publishes_nothing():
    with pytest.raises(ValueError, match="6 scans but 5 rows"):
        make(rows=table().head(5))
    assert left_in_store() == []


def test_a_failed_replacement_leaves_the_older_data_set():
    make()
    with pytest.raises(ValueError, match="scans but"):
        make(rows=table().head(5))
    assert len(dataset.load("six")) == 6


def test_a_new_data_set_replaces_the_older_one_of_its_name():
    old = make()
    new = make(pixels=255 - PIXELS)
    np.testing.assert_array_equal(new.pixels, 255 - PIXELS)
    np.testing.assert_array_equal(old.pixels, PIXELS, "whoever reads the old one goes on")
    assert left_in_store() == ["six"]


def test_names_are_sorted_and_unfinished_ones_left_out():
    make("b")
    make("a")
    with dataset.draft("c", 6, 8, 3):
        assert dataset.names() == ["a", "b"]
        assert not dataset.exists("c")
    assert dataset.exists("a")


def test_an_empty_store_has_no_names():
    assert dataset.names() == []


def test_a_deleted_data_set_is_gone():
    make()
    dataset.delete("six")
    assert left_in_store() == []
    with pytest.raises(ScanLabError, match="no data set 'six'"):
        dataset.delete("six")


def test_an_unknown_name_is_answered_with_those_there_are():
    with pytest.raises(ScanLabError, match=r"no data set 'demo' \(known: none yet\).*mlcore demo"):
        dataset.load("demo")
    make("a")
    make("b")
    with pytest.raises(ScanLabError, match=r"\(known: a, b\)"):
        dataset.load("demo")


@pytest.mark.parametrize("name", ["../six", "", "/etc"])
def test_a_name_cannot_lead_out_of_the_store(name):
    with pytest.raises(ScanLabError, match="cannot be used"):
        dataset.load(name)
    with pytest.raises(ScanLabError, match="cannot be used"), dataset.draft(name, 1, 8, 1):
        pass


@pytest.mark.parametrize("file", ["pixels.npy", "table.parquet"])
@pytest.mark.parametrize("harm", ["missing", "empty", "cut"])
def test_a_damaged_data_set_is_told_in_one_sentence(file, harm):
    path: Path = make().folder / file
    raw = path.read_bytes()
    path.unlink()
    if harm != "missing":
        path.write_bytes(raw[: len(raw) // 2] if harm == "cut" else b"")
    with pytest.raises(ScanLabError, match=r"data set 'six' cannot be read .*import it again"):
        dataset.load("six")
