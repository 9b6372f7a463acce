import pytest

from mlcore.data import dataset
from mlcore.errors import ScanLabError
from mlcore.inspect import inspection

SMALL = ("--train", 40, "--val", 16, "--test", 8, "--side", 16)


@pytest.fixture(autouse=True)
def made(answer) -> None:
    answer("demo", *SMALL)


def test_an_inspection_answers_with_one_value(answer):
    found = answer("inspect", "demo")
    assert found["n"] == 64
    assert found["splits"] == {"train": 40, "val": 16, "test": 8}
    assert found["black"] == {"count": 21, "fraction": 0.3281}
    assert found["duplicates"]["exact_groups"] == 1
    assert set(found["ceiling_f1"]) == set(dataset.load("demo").labels)
    assert found["findings"][0]["severity"] == "fault"


def test_a_data_set_is_inspected_once_and_again_when_asked(answer, monkeypatch):
    first = answer("inspect", "demo")
    monkeypatch.setattr(inspection, "VERSION", inspection.VERSION)
    assert answer("inspect", "demo") == first
    monkeypatch.setattr(inspection, "SECTIONS", inspection.SECTIONS[:7])
    assert answer("inspect", "demo") == first
    checks = {finding["check"] for finding in answer("inspect", "demo", "--again")["findings"]}
    assert "black" in checks


def test_people_see_a_row_per_label_and_a_sentence_per_finding(call):
    told = call("inspect", "demo").stdout
    rows = {line.split()[0]: line.split()[1:] for line in told.splitlines() if line.split()}
    assert "demo: 64 scans; present per label" in told
    assert len(rows["effusion"]) == 4
    assert "Black: 21 scans (33 %)" in told


def test_a_report_is_written_where_asked(call, tmp_path):
    call("inspect", "demo", "--html", tmp_path / "report.html")
    assert "<h1>Inspection of demo</h1>" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_an_unknown_data_set_is_refused(call):
    with pytest.raises(ScanLabError, match="no data set 'nothing'"):
        call("inspect", "nothing")
