"""Whatever is given becomes single scans, or a reason why not."""

import io
import zipfile

import numpy as np
import pytest
from PIL import Image

from mlcore.errors import ScanLabError
from mlcore.predict import inputs
from mlcore.predict.predictor import Predictor
from tests import finished_runs


def png(value: int = 90) -> bytes:
    file = io.BytesIO()
    Image.fromarray(np.full((20, 20), value, np.uint8)).save(file, "PNG")
    return file.getvalue()


def npy(values: np.ndarray) -> bytes:
    file = io.BytesIO()
    np.save(file, values)
    return file.getvalue()


def packed(files: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, raw in files.items():
            archive.writestr(name, raw)
    return file.getvalue()


@pytest.fixture
def predictor() -> Predictor:
    run = finished_runs.make()
    finished_runs.serve(run)
    return Predictor(run)


def test_five_hundred_files_in_a_zip_give_an_answer_or_a_reason_each(predictor):
    files = {f"scans/{i}.png": png(i % 250) if i % 10 else b"broken" for i in range(500)}
    told = list(predictor.answers(inputs.each([("all.zip", packed(files))])))
    assert [answer.file for answer in told] == [f"all.zip/{name[6:]}" for name in sorted(files)]
    assert sum(answer.error is None for answer in told) == 450
    assert all("not a picture" in answer.error for answer in told if answer.error)
    bright = {answer.file: answer.labels["large"].probability for answer in told if answer.labels}
    assert bright["all.zip/249.png"] == pytest.approx(249 / 255, abs=1e-6)


def test_answers_in_portions_are_those_of_each_scan_alone(predictor):
    given = inputs.each((f"{i}.png", png(i)) for i in range(150))
    together = list(predictor.answers(given))
    for i in (0, 8, 9, 72, 73, 149):
        assert together[i].labels == predictor.answer(f"{i}.png", png(i)).labels


def test_a_folder_and_a_zip_on_disk_are_opened(tmp_path):
    (tmp_path / "some" / "deep").mkdir(parents=True)
    (tmp_path / "some" / "deep" / "a.png").write_bytes(png())
    (tmp_path / "some" / ".hidden.png").write_bytes(png())
    (tmp_path / "some.bin").write_bytes(packed({"b.png": png(), "__MACOSX/b.png": png()}))
    found = inputs.each((name, tmp_path / name) for name in ("some", "some.bin"))
    assert [one.name for one in found] == ["some/a.png", "some.bin/b.png"]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (np.full((9, 9), 128, np.uint8), [128 / 255]),
        (np.full((9, 9), 0.5), [0.5]),
        (np.full((9, 9, 3), 51, np.uint8), [0.2]),
        (np.stack([np.full((9, 9), v, np.uint8) for v in (0, 51, 255)]), [0, 0.2, 1]),
    ],
)
def test_arrays_are_scans_too(predictor, values, expected):
    told = predictor.answers(inputs.each([("a.npy", npy(values))]))
    found = [answer.labels["large"].probability for answer in told]
    np.testing.assert_allclose(found, expected, atol=0.002)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (packed({"../out.png": b""}), "points outside the ZIP"),
        (packed({}), "holds no files"),
        (b"PK\x03\x04rubbish", "not a readable ZIP"),
        (npy(np.array([{}], object)), "holds objects"),
        (npy(np.zeros((2, 3, 4, 5, 6))), "has the shape"),
        (b"\x93NUMPYrubbish", "the array is damaged"),
        (b"", "the file is empty"),
    ],
)
def test_what_cannot_be_opened_is_one_sentence_and_stops_nothing(predictor, raw, reason):
    bad, good = predictor.answers(inputs.each([("bad", raw), ("good.png", png())]))
    assert reason in bad.error
    assert bad.error.startswith("bad")
    assert good.error is None


def test_too_many_scans_are_refused_before_any_is_read(monkeypatch):
    monkeypatch.setattr(inputs, "MOST", 3)
    with pytest.raises(ScanLabError, match="expected at most 3"):
        inputs.each((str(i), b"") for i in range(4))


@pytest.mark.parametrize("kind", ["odd_images", "dicom"])
def test_real_odd_files_are_answered_or_refused_as_their_list_says(predictor, shared, kind):
    folder = shared / "data" / kind
    rows = [row.split("|") for row in (folder / "LIST.md").read_text("utf-8").splitlines()]
    expected = {cells[1].strip(): cells for cells in rows if len(cells) > 4}
    told = {
        answer.file.removeprefix(f"{kind}/"): answer
        for answer in predictor.answers(inputs.each([(kind, folder)]))
    }
    checked = 0
    for name, answer in told.items():
        wish = " ".join(expected.get(name, ())).casefold()
        if " accept" in wish:
            assert answer.error is None, answer.error
        elif " reject" in wish:
            assert answer.error.startswith(f"{kind}/{name}"), name
        checked += " accept" in wish or " reject" in wish
    assert checked >= 5
