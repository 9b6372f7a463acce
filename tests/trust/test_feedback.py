"""What was called wrong is kept here alone, and comes back as a candidate for another label."""

import json

import numpy as np
import pytest

from mlcore.data import dataset
from mlcore.errors import ScanLabError
from mlcore.trust import feedback
from tests import trusted

SAID = {"large": 0.9, "small": 0.2}


@pytest.fixture
def run():
    return trusted.run()


def test_a_scan_of_the_data_set_comes_back_with_the_labels_that_differ(run):
    data = dataset.load("discs")
    own = {label: int(data.targets[160][i]) for i, label in enumerate(data.labels)}
    right = {"large": 1 - own["large"], "small": own["small"]}
    feedback.give(run, np.asarray(data.pixels[160]), SAID, right, "my scan")
    (found,) = feedback.candidates(data)
    assert found.row == 160
    assert found.differs == {"large": right["large"]}
    assert (found.given.name, found.given.run) == ("my scan", run.name)


def test_a_strange_scan_is_listed_without_a_place(run):
    feedback.give(run, trusted.pixels(1, seed=8)[0], SAID, {"large": 1, "small": None})
    (found,) = feedback.candidates(dataset.load("discs"))
    assert (found.row, found.differs) == (None, {})


def test_no_pixels_are_kept_unless_asked_for(run, home):
    scan = trusted.pixels(1, seed=8)[0]
    feedback.give(run, scan, SAID, {"large": 1, "small": None}, "a")
    assert [path.name for path in (home / "feedback").iterdir()] == ["answers.jsonl"]
    kept = feedback.give(run, scan, SAID, {"large": 0, "small": None}, "a", keep_pixels=True)
    assert kept.picture.is_file()
    assert [told.right["large"] for told in feedback.given()] == [0]
    feedback.forget(kept)
    assert feedback.given() == []
    assert not kept.picture.exists()


def test_only_names_of_picture_files_are_suggested():
    assert feedback.suggested_name("scans/eye.png") == "eye.png"
    assert feedback.suggested_name("DOE^JOHN.dcm") == ""
    assert feedback.suggested_name("IM0001") == ""


def test_lines_of_somebody_else_are_passed_over(run):
    feedback.give(run, trusted.pixels(1)[0], SAID, {"large": 1, "small": None})
    with open(feedback.file(), "a") as lines:
        lines.write('{"time": 1}\n[]\n7\nnonsense\n')
        lines.write(json.dumps({"digest": "../../x", "run": 3}) + "\n")
    assert len(feedback.given()) == 1
    feedback.forget(feedback.given()[0])
    assert feedback.given() == []


def test_saying_nothing_is_refused(run):
    with pytest.raises(ScanLabError, match="no right label was given"):
        feedback.give(run, trusted.pixels(1)[0], SAID, {"large": None, "small": None})
    with pytest.raises(ScanLabError, match="there is no label 'x'"):
        feedback.give(run, trusted.pixels(1)[0], SAID, {"x": 1})
