from pathlib import Path

import pytest

from mlcore.data import dataset
from mlcore.errors import ScanLabError

SMALL = ("--train", 40, "--val", 16, "--test", 8, "--side", 16)


@pytest.fixture
def study_form(tmp_path: Path, picture) -> Path:
    """A folder in the study's form with four usable scans, and one that is missing."""
    folder = tmp_path / "my scans"
    folder.mkdir()
    tables = {"train": ["10000.png,1,0", "10001.png,0,", "10002.png,1,1"], "val": ["40000.png,0,1"]}
    for split, lines in tables.items():
        (folder / f"{split}_labels.csv").write_text("\n".join(["id,edema,cyst", *lines]) + "\n")
        for line in lines:
            picture(f"my scans/{split}_images/{line.partition(',')[0]}")
    (folder / "train_images" / "10002.png").unlink()
    return folder


def test_the_demo_is_made_once_and_then_left_alone(answer):
    made = answer("demo", *SMALL)
    assert made["name"] == "demo"
    assert made["n"] == 64
    assert made["splits"] == {"train": 40, "val": 16, "test": 8}
    assert made["labels"] == list(dataset.load("demo").labels)
    before = (dataset.load("demo").folder / "dataset.json").stat().st_mtime_ns
    assert answer("demo", *SMALL) == made
    assert (dataset.load("demo").folder / "dataset.json").stat().st_mtime_ns == before


def test_the_demo_tells_people_what_it_holds(call):
    told = call("demo", *SMALL, "--name", "other").stdout
    assert told.startswith("other: 64 scans (train 40, val 16, test 8), labels ")


def test_a_demo_that_cannot_be_is_refused(call):
    with pytest.raises(ScanLabError, match="side 7; choose one of"):
        call("demo", "--side", 7)


def test_an_import_reports_what_came_and_what_was_left_out(answer, study_form):
    report = answer("import", study_form, "--side", 16)
    assert report["seconds"] >= 0
    assert report["name"] == "my-scans"
    assert report["n"] == 3
    assert report["labels"] == ["edema", "cyst"]
    assert report["splits"] == {"train": 2, "val": 1}
    assert [row["file"] for row in report["skipped"]] == ["10002.png"]
    assert report["skipped"][0]["reason"]


def test_an_import_tells_people_what_was_skipped(call, study_form):
    told = call("import", study_form, "--name", "mine", "--channels", 3).stdout
    assert told.startswith("mine: 3 scans (train 2, val 1), labels edema, cyst\n")
    assert "Skipped: 1" in told
    assert "10002.png" in told
    assert dataset.load("mine").pixels.shape == (3, 64, 64, 3)


def test_an_import_of_nothing_is_refused(call, tmp_path):
    with pytest.raises(ScanLabError, match="no file or folder"):
        call("import", tmp_path / "nothing")
    assert dataset.names() == []
