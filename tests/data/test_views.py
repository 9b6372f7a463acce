"""Cleaned data sets: no pixels of their own, but opened like any other."""

import numpy as np
import pandas as pd
import pytest

from mlcore import atomic
from mlcore.data import dataset, views
from mlcore.data.dataset import DataSet
from mlcore.data.selected import Selected
from mlcore.errors import ScanLabError
from tests import scans

ROWS = np.array([2, 0, 61, 95])
MADE_BY = {"recipe": "0123", "log": [{"decision": "x"}]}


def table_of(base: DataSet, rows: np.ndarray = ROWS) -> pd.DataFrame:
    table = base.table.iloc[rows].copy()
    table.iloc[0, 2] = np.nan
    return table


def write(name: str = "some", rows: np.ndarray = ROWS) -> DataSet:
    base = dataset.load("squares")
    return views.write(name, base, rows, table_of(base, rows), MADE_BY, "- decision: x\n")


def test_a_view_reads_as_a_copy_of_its_scans_would():
    base = scans.make(channels=3)
    view = write()
    assert isinstance(view.pixels, Selected)
    assert isinstance(view.pixels.base, np.memmap)
    np.testing.assert_array_equal(view.pixels, base.pixels[ROWS])
    assert (len(view), view.side, view.channels, view.labels) == (4, 16, 3, base.labels)
    assert view.table["id"].tolist() == ["2.png", "0.png", "61.png", "95.png"]
    assert view.table.index.tolist() == [0, 1, 2, 3]
    assert np.isnan(view.targets[0, 0])
    np.testing.assert_array_equal(view.targets[1:], base.targets[ROWS][1:])
    assert view.split_sizes() == {"train": 2, "val": 1, "test": 1}
    assert view.rows("val").tolist() == [2]
    assert view.table.dtypes.to_dict() == base.table.dtypes.to_dict()


def test_a_view_says_what_it_was_made_of():
    base = scans.make()
    view = write()
    assert view.view == {"base": "squares", "base_fingerprint": base.fingerprint, **MADE_BY}
    assert view.recipe == "- decision: x\n"
    assert (base.view, base.recipe) == (None, None)
    assert dataset.names() == ["some", "squares"]
    assert dataset.views_of("squares") == ["some"]
    assert dataset.is_view("some")
    assert not dataset.is_view("squares")


def test_no_pixel_is_copied():
    scans.make(train=600)
    folder = write().folder
    assert {path.name for path in folder.iterdir()} == {
        "dataset.json",
        "recipe.yaml",
        "rows.npy",
        "table.parquet",
    }
    assert sum(path.stat().st_size for path in folder.iterdir()) < 10_000


def test_a_sample_submission_goes_along():
    base = scans.make()
    (base.folder / "sample_submission.csv").write_text("id,large,small\n95.png,0,0\n")
    assert (write().folder / "sample_submission.csv").read_text().endswith("95.png,0,0\n")


def test_equal_views_have_one_fingerprint_and_any_difference_another():
    base = scans.make()
    table = table_of(base)
    moved = table.assign(split=["train", "train", "train", "test"])
    prints = [
        views.preview(base, rows, which, "a", {}).fingerprint
        for rows, which in [
            (ROWS, table),
            (ROWS[::-1], table),
            (ROWS, moved),
            (ROWS, table.assign(large=1.0)),
        ]
    ]
    assert len(set(prints)) == 4
    assert write("one").fingerprint == write("two").fingerprint == prints[0]
    scans.make(train=61)
    assert write().fingerprint != prints[0], "the base counts too"


def test_a_preview_is_not_stored():
    base = scans.make()
    seen = views.preview(base, ROWS, table_of(base), "squares, cleaned", MADE_BY)
    np.testing.assert_array_equal(seen.pixels[:], base.pixels[ROWS])
    assert dataset.names() == ["squares"]


def test_data_that_views_read_cannot_be_deleted():
    scans.make()
    write("b")
    with pytest.raises(ScanLabError, match="'squares' holds the pixels of b; delete that one"):
        dataset.delete("squares")
    write("a")
    with pytest.raises(ScanLabError, match="'squares' holds the pixels of a, b; delete those"):
        dataset.delete("squares")
    for name in ("a", "b", "squares"):
        dataset.delete(name)
    assert dataset.names() == []


def test_a_view_without_its_base_is_told_in_one_sentence_and_can_be_deleted():
    base = scans.make()
    write()
    base.folder.rename(base.folder.with_name("elsewhere"))
    with pytest.raises(ScanLabError, match="'some' is a cleaned view of 'squares', which is no"):
        dataset.load("some")
    dataset.delete("some")
    assert dataset.names() == ["elsewhere"]


def test_a_view_of_data_that_changed_is_told_in_one_sentence():
    scans.make()
    view = write()
    old = view.view["base_fingerprint"]
    new = scans.make(train=61).fingerprint
    with pytest.raises(ScanLabError, match=rf"another state of 'squares' .*{new}, expected {old}"):
        dataset.load("some")
    assert len(write()) == 4, "the remedy: clean it anew"


def test_a_view_takes_no_place_of_imported_data():
    scans.make("other", train=3)
    scans.make()
    for name in ("squares", "other"):
        with pytest.raises(ScanLabError, match=f"'{name}' is imported data"):
            write(name)
    assert len(write("some")) == 4
    assert len(write("some", ROWS[:2])) == 2


def test_nothing_is_left_of_a_view_that_could_not_be_written(monkeypatch):
    base = scans.make()

    def full(*_):
        raise OSError("no space left")

    monkeypatch.setattr(atomic, "write_json", full)
    with pytest.raises(OSError, match="no space"):
        write()
    assert [path.name for path in base.folder.parent.iterdir()] == ["squares"]


@pytest.mark.parametrize("file", ["rows.npy", "table.parquet"])
@pytest.mark.parametrize("harm", ["missing", "empty", "cut"])
def test_a_damaged_view_is_told_in_one_sentence(file, harm):
    scans.make()
    path = write().folder / file
    raw = path.read_bytes()
    path.unlink()
    if harm != "missing":
        path.write_bytes(raw[: len(raw) // 2] if harm == "cut" else b"")
    with pytest.raises(ScanLabError, match=r"data set 'some' cannot be read .*clean 'squares' aga"):
        dataset.load("some")


@pytest.mark.parametrize("rows", [[0, 1, 2, 100], [0, 1, 2], [0.5, 1, 2, 3]])
def test_rows_that_do_not_fit_are_told_in_one_sentence(rows):
    scans.make()
    np.save(write().folder / "rows.npy", np.array(rows))
    with pytest.raises(ScanLabError, match=r"data set 'some' cannot be read"):
        dataset.load("some")
