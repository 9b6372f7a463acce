"""A submission has the sample's ids and columns, and the run's answers at its thresholds."""

import zipfile

import numpy as np
import pytest

from mlcore.errors import ScanLabError
from mlcore.submit import sample, submission
from tests import finished_runs

SAMPLE = b"id,small,large\n2.png,0,0\n0.png,0,0\n1.png,0,0\n"


@pytest.fixture
def run():
    run = finished_runs.make()
    probability = np.array([[0.1, 0.9], [0.45, 0.2], [0.39, 0.61]], np.float32)
    finished_runs.keep_answers(run, np.full((3, 2), np.nan), probability, "test")
    return run


def test_rows_and_columns_are_those_of_the_sample(run):
    made = submission.make(run, sample.read(SAMPLE, "sample.csv"))
    assert made.file() == b"id,small,large\n2.png,1,0\n0.png,1,0\n1.png,0,1\n"


def test_probabilities_are_written_where_they_are_asked_for(run):
    made = submission.make(run, sample.read(SAMPLE, "sample.csv"))
    assert made.file(probabilities=True).splitlines()[1] == b"2.png,0.61,0.39"


def test_ids_may_lack_their_ending(run):
    bare = SAMPLE.replace(b".png", b"")
    made = submission.make(run, sample.read(bare, "sample.csv"))
    assert made.file().splitlines()[1:] == [b"2,1,0", b"0,1,0", b"1,0,1"]


FORMS = {
    "semicolons": SAMPLE.replace(b",", b";"),
    "tabs": SAMPLE.replace(b",", b"\t"),
    "carriage returns": SAMPLE.replace(b"\n", b"\r\n"),
    "old line ends": SAMPLE.replace(b"\n", b"\r"),
    "a mark": b"\xef\xbb\xbf" + SAMPLE,
    "two bytes a letter": SAMPLE.decode().encode("utf-16"),
    "two bytes, the larger first": b"\xfe\xff" + SAMPLE.decode().encode("utf-16-be"),
    "no end of the last line": SAMPLE.rstrip(b"\n"),
    "a quoted header": SAMPLE.replace(b"id,small,large", b'"id","small","large"'),
    "quoted texts": SAMPLE.replace(b"id,small,large", b'"id","small","large"')
    .replace(b"2.png", b'"2.png"')
    .replace(b"0.png", b'"0.png"')
    .replace(b"1.png", b'"1.png"'),
    "everything quoted": b"".join(
        b'"' + line.replace(b",", b'","') + b'"\n' for line in SAMPLE.splitlines()
    ),
    "an announced separator": b"sep=;\r\n" + SAMPLE.replace(b",", b";").replace(b"\n", b"\r\n"),
    "blanks in the header": SAMPLE.replace(b"id,small,large", b"id, small ,large"),
    "a name with an umlaut": SAMPLE.replace(b"id,small", b"Bild Id,small").replace(
        b"0.png", "0\u00e4.png".encode("cp1252")
    ),
}


@pytest.mark.parametrize("raw", FORMS.values(), ids=FORMS)
def test_a_sample_s_form_is_kept_to_the_byte(raw: bytes):
    form = sample.read(raw, "sample.csv")
    nothing = submission.Submission(form, np.zeros((3, 2), np.float32), np.ones(2))
    assert nothing.file() == raw


def test_cells_that_need_quotes_get_them_and_only_these():
    raw = b'id,a\n"1,0.png",0\n"2 ""b"".png",0\n3.png,0\n'
    form = sample.read(raw, "sample.csv")
    assert form.ids == ("1,0.png", '2 "b".png', "3.png")
    made = submission.Submission(form, np.zeros((3, 1), np.float32), np.ones(1))
    assert made.file() == raw


def test_the_ids_may_stand_in_any_column(run):
    raw = b"small,id,large\n0,2.png,0\n0,0.png,0\n"
    made = submission.make(run, sample.read(raw, "sample.csv"))
    assert made.file() == b"small,id,large\n1,2.png,0\n1,0.png,0\n"


def test_a_label_the_run_does_not_know_is_named(run):
    strange = sample.read(SAMPLE.replace(b"large", b"huge"), "sample.csv")
    with pytest.raises(ScanLabError, match=r"the column huge, which run .* does not answer"):
        submission.make(run, strange)


def test_an_id_that_could_mean_two_scans_means_none():
    assert submission.matched(("1", "2"), ["a/1.png", "b/1.png", "2.png"]).tolist() == [-1, 2]


def test_a_sample_lies_in_a_zip_too(tmp_path):
    with zipfile.ZipFile(tmp_path / "data.zip", "w") as packed:
        packed.writestr("folder/sample_submission.csv", SAMPLE)
    found = sample.read_file(tmp_path / "data.zip")
    assert (found.labels, found.ids) == (("small", "large"), ("2.png", "0.png", "1.png"))


@pytest.mark.parametrize("raw", [b"id\n1\n", b"id,large\n", b""])
def test_what_is_no_sample_is_refused_in_one_sentence(raw):
    with pytest.raises(ScanLabError, match=r"sample\.csv"):
        sample.read(raw, "sample.csv")
