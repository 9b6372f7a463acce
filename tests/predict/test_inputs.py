"""Anything given becomes a stream of scans and reasons."""

import io
import zipfile

import numpy as np
import pytest
from PIL import Image

from mlcore.data import images
from mlcore.data.skipped import UnreadableError
from mlcore.errors import ScanLabError
from mlcore.predict import inputs, models, pinned
from mlcore.predict.inputs import Limits
from tests import finished_runs


def png(grey: int, side: int = 16) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(np.full((side, side), grey, np.uint8)).save(buffer, "PNG")
    return buffer.getvalue()


def npy(values: np.ndarray) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, values)
    return buffer.getvalue()


def packed(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in files.items():
            archive.writestr(name, raw)
    return buffer.getvalue()


@pytest.fixture
def predictor():
    run = finished_runs.make()
    finished_runs.serve(run)
    return models.load(run)


def test_450_answers_and_50_reasons_come_from_a_zip_of_500_mixed_files(predictor):
    broken = (b"", b"words", png(9)[:40], npy(np.array(["a"])), packed({"a.png": png(1)}))
    files = {}
    for i in range(500):
        ok = png(i % 256) if i % 3 else npy(np.full((20, 30), i % 256, np.uint8))
        files[f"part {i % 7}/{i}.png"] = broken[i // 10 % 5] if i % 10 == 0 else ok
    given = [("all.dat", packed(files | {"__MACOSX/._1.png": b"x", ".hidden": b"x"}))]
    assert inputs.count(given) == 500
    answers = list(predictor.answers(inputs.each(given)))
    good = [answer for answer in answers if answer.error is None]
    assert len(answers) == 500
    assert len(good) == 450
    for answer in good:
        number = int(answer.file.rpartition("/")[2].removesuffix(".png"))
        assert answer.labels["large"].probability == pytest.approx(number % 256 / 255, abs=1e-6)
    assert all(answer.file in answer.error for answer in answers if answer.error)


def test_a_stack_of_arrays_is_as_many_scans():
    stack = np.zeros((3, 20, 30), np.uint8)
    stack[1] = 7
    found = list(inputs.each([("stack.npy", npy(stack))]))
    assert [name for name, _ in found] == ["stack.npy[1]", "stack.npy[2]", "stack.npy[3]"]
    assert images.read(found[1][1]).pixels.tolist() == stack[1].tolist()
    assert inputs.count([("stack.npy", npy(stack))]) == 3


@pytest.mark.parametrize("values", [np.eye(4), np.ones((4, 4, 1), np.float32), np.eye(4) > 0])
def test_arrays_take_the_scale_of_other_sources(values):
    assert images.read(npy(values)).pixels.max() == 255


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (npy(np.zeros(5)), "shape"),
        (npy(np.zeros((9, 9)))[:-8], "cut short"),
        (npy(np.zeros((9, 9)))[:20], "header is damaged"),
        (npy(np.full((4, 4), np.nan)), "none of its values is a number"),
        (npy(np.zeros((4, 4), complex)), "expected an array of numbers"),
    ],
)
def test_an_array_that_is_no_scan_is_refused(raw, reason):
    with pytest.raises(UnreadableError, match=reason):
        images.read(raw, "a.npy")


def test_an_array_of_objects_is_never_unpickled():
    buffer = io.BytesIO()
    np.save(buffer, np.array([[object()]]), allow_pickle=True)
    with pytest.raises(UnreadableError, match="expected an array of numbers"):
        images.read(buffer.getvalue(), "a.npy")


def test_zips_that_mean_harm_are_one_reason_each():
    bomb = packed({"zeros": b"\0" * (101 << 20)})
    outside = packed({"../a.png": png(1)})
    told = list(inputs.each([("bomb", bomb), ("outside", outside), ("ok", png(1))]))
    assert [name for name, _ in told] == ["bomb", "outside", "ok"]
    assert "bomb" in str(told[0][1])
    assert "outside the ZIP" in str(told[1][1])
    assert isinstance(told[2][1], bytes)


def test_too_much_is_left_out_with_a_reason():
    many = packed({f"{i}.png": png(i) for i in range(5)})
    told = list(inputs.each([("many.zip", many)], Limits(files=3)))
    assert len(told) == 4
    assert "more than 3 scans" in str(told[3][1])
    ((_, reason),) = inputs.each([("many.zip", many)], Limits(unpacked=10))
    assert isinstance(reason, ScanLabError)


def test_a_folder_is_read_with_the_folders_in_it(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x.png").write_bytes(png(3))
    ((name, path),) = inputs.each([("given", tmp_path)])
    assert (name, path) == (str(tmp_path / "a" / "x.png"), tmp_path / "a" / "x.png")


@pytest.mark.parametrize("folder", ["odd_images", "dicom"])
def test_odd_files_are_answered_or_refused_as_listed(predictor, shared, folder):
    rows = (shared / "data" / folder / "LIST.md").read_text(encoding="utf-8").splitlines()
    listed = {row.split(" | ")[0].removeprefix("| "): row for row in rows if row.startswith("| ")}
    checked = 0
    for answer in predictor.answers(inputs.each([("given", shared / "data" / folder)])):
        row = listed.get(answer.file.rpartition("/")[2])
        if row is None or "| either" in row:
            continue
        wanted = "| reject" not in row and "| BAD" not in row
        assert (answer.error is None) is wanted, answer
        checked += 1
    assert checked >= 8


def test_the_pinned_model_is_kept_until_its_run_is_gone():
    assert pinned.name() is None
    run = finished_runs.make()
    pinned.pin(run)
    assert pinned.name() == run.name
    (run.folder / "model.json").unlink()
    assert pinned.name() is None
