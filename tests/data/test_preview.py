"""What an import would make of a source can be seen, and corrected, before it is done."""

from pathlib import Path

import pytest

from mlcore.data import dataset
from mlcore.data.guessing import UnmappedError
from mlcore.data.importing import import_data
from mlcore.data.mapping import Mapping
from mlcore.data.preview import describe
from tests.folders import csv, png, scan, write


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    parts = ["train", "train", "val", "test", "test", "test"]
    rows = [f"{i}.png,{i % 2},p{i},{part},{50 + i}" for i, part in enumerate(parts)]
    files = {f"images/{i}.png": png(scan(i)) for i in range(5)}
    table = csv("file,Edema,subject,set,age", *rows)
    return write(tmp_path / "chest", files | {"labels.csv": table})


def test_a_preview_shows_form_columns_labels_and_first_rows(folder: Path) -> None:
    seen = describe(folder)
    assert seen.form == "images and table"
    assert seen.mapping == Mapping("labels.csv", "file", "set", "subject", ("Edema",), "")
    assert seen.columns == ("file", "Edema", "subject", "set", "age")
    assert (seen.labels, seen.n, seen.present) == (("Edema",), 5, {"Edema": 2})
    assert seen.splits == {"train": 2, "val": 1, "test": 2}
    assert seen.head["age"].tolist() == [50, 51, 52, 53, 54]
    assert [skip.file for skip in seen.skipped] == ["5.png"]
    assert dataset.names() == []


def test_the_import_does_what_the_corrected_preview_shows(folder: Path) -> None:
    wish = Mapping(split_column="", patient_column="")
    seen = describe(folder, wish)
    assert seen.splits == {}
    data = import_data(folder, mapping=seen.mapping)
    assert data.facts["mapping"]["split_column"] == ""
    assert data.facts["validation"]["from"] == "all scans"
    assert data.table.columns.tolist() == ["id", "split", "Edema", "set", "age"]


def test_where_a_guess_fails_the_columns_to_choose_from_are_told(folder: Path) -> None:
    (folder / "labels.csv").write_bytes(csv("a,b", "x,5", "y,6"))
    with pytest.raises(UnmappedError) as raised:
        describe(folder)
    assert raised.value.columns == ("a", "b")


def test_the_study_form_has_nothing_to_choose(tmp_path: Path) -> None:
    files = {"train_images/0.png": b"", "train_labels.csv": csv("id,a", "0.png,1")}
    seen = describe(write(tmp_path / "study", files))
    assert (seen.form, seen.columns, seen.splits) == ("study", (), {"train": 1})
    assert seen.mapping == Mapping("", "", "", "", ("a",), "")
