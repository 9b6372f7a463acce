import csv

import pytest

from mlcore.errors import ScanLabError
from mlcore.runs import folder
from tests import finished_runs


@pytest.fixture(autouse=True)
def run() -> folder.Run:
    run = finished_runs.make()
    finished_runs.serve(run)
    return run


def test_every_file_has_an_answer_or_an_error_of_its_own(answer, picture, tmp_path, run):
    (tmp_path / "notes.txt").write_text("no picture")
    files = [picture("a.png", 204), tmp_path / "notes.txt", picture("b.png", 51, side=40)]
    first, bad, last = answer("predict", run.name, *files)
    assert [each["file"] for each in (first, bad, last)] == [str(path) for path in files]
    assert set(first) == {"file", "labels", "warnings", "milliseconds", "error"}
    assert first["labels"] == {
        "large": {"probability": pytest.approx(0.8), "threshold": 0.4, "positive": True},
        "small": {"probability": pytest.approx(0.2), "threshold": 0.6, "positive": False},
    }
    assert last["labels"]["small"]["probability"] == pytest.approx(0.8)
    assert "notes.txt" in bad["error"]
    assert bad["labels"] == {}
    assert first["error"] is last["error"] is None


def test_a_table_of_judged_answers_is_written_though_no_file_could_be_read(call, tmp_path, run):
    (tmp_path / "bad.png").write_text("no picture")
    out = tmp_path / "answers.csv"
    call("predict", run.name, tmp_path / "bad.png", "--trust", "--out", out)
    with open(out, newline="", encoding="utf-8") as file:
        (row,) = csv.DictReader(file)
    assert row["gate"] == ""
    assert "not a picture" in row["error"]


def test_people_see_probabilities_and_a_star_for_what_is_present(call, picture):
    told = call("predict", "latest", picture("a.png", 204), "missing.png")
    assert told.exit_code == 0, "a bad file does not stop the rest"
    assert "0.800*" in told.stdout
    assert "0.200 " in told.stdout
    assert "Not a medical device" in told.stdout


def test_answers_are_also_written_as_csv(call, picture, tmp_path, run):
    out = tmp_path / "answers.csv"
    (tmp_path / "bad.png").touch()
    call("predict", run.name, picture("a.png", 204), tmp_path / "bad.png", "--out", out)
    with open(out, newline="", encoding="utf-8") as file:
        good, bad = csv.DictReader(file)
    assert float(good["large_probability"]) == pytest.approx(0.8)
    assert (good["large_positive"], good["small_positive"], good["error"]) == ("1", "0", "")
    assert bad["large_probability"] == ""
    assert "bad.png" in bad["error"]


def test_averaged_answers_say_so(answer, call, picture, run):
    (told,) = answer("predict", run.name, picture(), "--tta", 3)
    assert (told["tta"]["variants"], told["tta"]["augmentation"]) == (3, "gentle")
    shown = call("predict", run.name, picture(), "--tta", 3, "--augmentation", "study").stdout
    assert "the scan and to 3 variants of it (test-time augmentation, study)" in shown
    with pytest.raises(ScanLabError, match="no recipe 'gentel'"):
        call("predict", run.name, picture(), "--tta", 3, "--augmentation", "gentel")


def test_a_place_that_cannot_be_written_is_told(call, picture, tmp_path, run):
    with pytest.raises(ScanLabError, match=r"answers\.csv cannot be written \(No such file"):
        call("predict", run.name, picture(), "--out", tmp_path / "nowhere" / "answers.csv")


def test_a_file_name_is_shown_as_it_is(call, picture):
    told = call("predict", "latest", picture("cut[/b].png")).stdout
    assert "cut[/b].png" in "".join(told.split())


def test_a_run_without_a_model_is_refused(call, picture):
    run = folder.create({})
    with pytest.raises(ScanLabError, match=r"is queued and has no model yet"):
        call("predict", run.name, picture())


def test_without_files_it_is_wrong_usage(call, run):
    assert call("predict", run.name).exit_code == 2
