"""Options of ``import`` decide what is not to be guessed."""

from pathlib import Path

import pytest

from mlcore.data import dataset
from mlcore.errors import ScanLabError


@pytest.fixture
def folder(tmp_path: Path, picture) -> Path:
    """Twelve scans whose table has a list, 0/1 columns, parts and patients."""
    parts = ["train"] * 10 + ["test"] * 2
    rows = [f"{i}.png,{i % 2},{1 - i % 2},x/y,{part},p{i}" for i, part in enumerate(parts)]
    for i in range(len(parts)):
        picture(f"mine/{i}.png", brightness=20 * i)
    table = "\n".join(["name,a,b,seen,set,patient", *rows])
    (tmp_path / "mine" / "table.csv").write_text(table + "\n")
    return tmp_path / "mine"


def test_a_guess_is_told_after_the_import(call, folder):
    lines = call("import", folder).stdout.splitlines()
    assert lines[0] == "mine: 12 scans (train 8, val 2, test 2), labels a, b"
    assert " ".join(lines[1:]) == (
        "table.csv was read with the columns: names of files 'name', parts 'set', patients "
        "'patient' (options change that)"
    )


def test_options_win_over_the_guess(answer, folder):
    report = answer(
        "import", folder, "--labels", "seen", "--separator", "/", "--split-column", "",
        "--patient-column", "set", "--id-column", "name", "--table", "table.csv",
    )  # fmt: skip
    assert report["labels"] == ["x", "y"]
    assert dataset.load("mine").facts["mapping"] == {
        "table": "table.csv",
        "id_column": "name",
        "split_column": "",
        "patient_column": "set",
        "labels": ["seen"],
        "separator": "/",
    }


def test_labels_are_separated_by_commas(answer, folder):
    assert answer("import", folder, "--labels", "b, a")["labels"] == ["b", "a"]


def test_a_column_that_is_not_there_is_refused(call, folder):
    with pytest.raises(ScanLabError, match=r"^table\.csv has no column 'who' \(it has name, a, b"):
        call("import", folder, "--patient-column", "who")
