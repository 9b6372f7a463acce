"""What a DICOM file says of a patient, a place or a time is shown, stored and logged nowhere."""

import logging
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result
from streamlit.testing.v1 import AppTest

from mlcore.cli import scanlab
from mlcore.data import dataset
from mlcore.data.images import read
from mlcore.errors import ScanLabError
from mlcore.trust import feedback
from tests import marked_dicom, trusted
from tests.folders import csv, write
from tests.pages.test_pages import button, opened
from tests.serve.conftest import serving  # noqa: F401 (a fixture)


@pytest.fixture
def said(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture, recwarn: pytest.WarningsRecorder
) -> Iterator[Callable[..., set[str]]]:
    """The marks in all that was printed, logged and warned of so far, and in what is given."""

    def said(*more: str) -> set[str]:
        warned = (str(each.message) for each in recwarn)
        texts = (*capfd.readouterr(), caplog.text, *warned, *more)
        return {mark for text in texts for mark in marked_dicom.marks(text)}

    with caplog.at_level(logging.DEBUG):
        yield said


@pytest.fixture(scope="module")
def scans() -> list[np.ndarray]:
    return [scan[..., 0] for scan in trusted.pixels(10, seed=3)]


@pytest.fixture(scope="module")
def files(scans: list[np.ndarray]) -> dict[str, bytes]:
    """Whole ones named after their number, and broken ones."""
    whole = {f"{i}.dcm": marked_dicom.dicom(scan) for i, scan in enumerate(scans)}
    return whole | marked_dicom.broken(scans[0])


def test_the_files_are_full_of_marks_and_the_search_finds_them(
    files: dict[str, bytes], tmp_path: Path
):
    write(tmp_path / "a", {"0.dcm": files["0.dcm"]})
    (found,) = marked_dicom.stored(tmp_path).values()
    assert found == {"QZXW", "987654321", "19010203", "235947.987654"}
    assert files["0.dcm"].count(b"QZXW") > 1000
    shutil.make_archive(str(tmp_path / "b"), "zip", tmp_path / "a")
    assert set(marked_dicom.stored(tmp_path)) == {"a/0.dcm", "b.zip"}


def test_a_picture_read_by_itself_carries_no_mark(files, scans, said):
    outcomes = []
    for name, raw in files.items():
        try:
            outcomes.append(repr(vars(read(raw, name))))
        except ScanLabError as problem:
            outcomes.append(f"{problem!r} {problem.__cause__!r} {problem.skip}")
    assert np.array_equal(read(files["3.dcm"]).pixels, scans[3])
    assert sum("UnreadableError" in each for each in outcomes) >= 10
    assert said(*outcomes) == set()


@pytest.mark.parametrize("packed", [False, True])
def test_an_import_keeps_and_tells_nothing_of_them(packed, files, scans, said, home, tmp_path):
    rows = [f"{name},{i % 2}" for i, name in enumerate(files)]
    source = write(tmp_path / "ct", {f"images/{name}": raw for name, raw in files.items()})
    write(source, {"labels.csv": csv("id,Edema", *rows)})
    if packed:
        source = Path(shutil.make_archive(str(tmp_path / "ct"), "zip", source))
    words = ("import", source, "--name", "ct", "--side", 32)
    told = [call(*words), call(*words, "--json")]
    data = dataset.load("ct")
    assert np.array_equal(data.pixels[:10, ..., 0], scans)
    assert len(data.facts["skipped"]) >= 10
    assert said(*(each.output for each in told)) == set()
    assert marked_dicom.stored(home) == {}


def test_the_command_tells_nothing_of_them(files, said, home, tmp_path):
    trusted.run()
    folder = write(tmp_path / "ct", files)
    out = tmp_path / "answers.csv"
    told = [
        call("predict", "latest", folder, "--trust", "--out", out, *more)
        for more in ((), ["--json"], ["--tta", 2])
    ]
    assert all(each.exit_code == 0 for each in told)
    assert told[1].output.count('"gate"') == told[1].output.count('"error": null') >= 10
    assert said(*(each.output for each in told), out.read_text()) == set()
    assert marked_dicom.stored(home) == {}


def test_the_server_tells_nothing_of_them(files, said, serving, home):  # noqa: F811
    trusted.run()
    told = serving().predict(list(files.items()), trust="yes")
    assert told.status == 200
    assert sum(answer["error"] is None for answer in told.body) >= 10
    assert said(str(told.body), str(told.headers)) == set()
    assert marked_dicom.stored(home) == {}


def test_the_page_tells_and_its_feedback_keeps_nothing_of_them(files, said, home):
    trusted.run()
    app = opened("predict")
    uploader = app.file_uploader(key="scans")
    uploader.upload("0.dcm", files["0.dcm"], "application/dicom").run()
    button(app, "I understand").click().run()
    shown = [page_text(app)]
    insist = next(each for each in app.toggle if each.key.startswith("insist_"))
    insist.set_value(True).run()
    shown.append(page_text(app))
    app.checkbox[0].check()
    next(each for each in app.segmented_control if each.label == "large").set_value("present")
    button(app, "Keep what is right").click().run()
    assert not app.exception
    (told,) = feedback.given()
    assert (told.name, told.pixels) == ("", True)
    shown.append(page_text(app))
    app.file_uploader(key="scans").clear()
    for name, raw in files.items():
        app.file_uploader(key="scans").upload(name, raw, "application/dicom")
    app.run()
    assert not app.exception
    assert "files gave no answer" in page_text(app)
    shown.append(page_text(app))
    assert "0.dcm" in shown[0]
    assert said(*shown) == set()
    assert marked_dicom.stored(home) == {}


def call(*words: object) -> Result:
    return CliRunner().invoke(scanlab, [str(word) for word in words], catch_exceptions=False)


def page_text(app: AppTest) -> str:
    """All that is sent to the browser, but for the addresses of pictures."""
    return "\n".join(str(node.proto) for node in (*app.main, *app.sidebar))
