"""An import is whole or leaves the store as it was, and says what it did."""

import shutil
import zipfile
from pathlib import Path

import numpy as np
import pytest

from mlcore import paths
from mlcore.data import dataset, filling
from mlcore.data.importing import default_name, import_data, import_report
from mlcore.errors import ScanLabError
from tests.data.small_study import skipped, study, table
from tests.folders import png, scan


def test_the_report_has_what_the_command_line_prints(folder) -> None:
    report = import_report(import_data(folder(study()), "mine"))
    assert report.pop("seconds") > 0
    assert report == {
        "name": "mine",
        "n": 11,
        "labels": ["Edema", "Mass"],
        "splits": {"train": 6, "val": 2, "test": 3},
        "skipped": [],
    }


def test_a_zip_with_an_outer_folder_gives_the_same_data_set(folder, tmp_path: Path) -> None:
    path = folder(study(), "outer")
    shutil.make_archive(str(tmp_path / "my study (1)"), "zip", tmp_path, "outer")
    from_zip = import_data(tmp_path / "my study (1).zip")
    assert from_zip.name == "my-study-1"
    assert from_zip.fingerprint == import_data(path).fingerprint


@pytest.mark.parametrize(("side", "channels"), [(8, 1), (32, 3)])
def test_side_and_channels_are_as_wanted(folder, side: int, channels: int) -> None:
    data = import_data(folder(study()), side=side, channels=channels)
    assert data.pixels.shape == (11, side, side, channels)
    assert data.facts["notes"] == {filling.RESIZED: 11}


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({}, r"^chest is empty; expected train_images/ and train_labels\.csv \(perhaps also val_"),
        (
            {"photos/1.png": b"", "photos/2.png": b"", "readme.txt": b""},
            r"^chest is not in a known form; expected .*, found photos/, readme\.txt$",
        ),
        ({"train_labels.csv": table("0.png,1,0")}, r"found train_labels\.csv$"),
        (
            study() | {"train_labels.csv": b"name,Edema\n0.png,1\n"},
            r"^train_labels\.csv has no column 'id' \(it has name, Edema\)",
        ),
        (
            study() | {"train_labels.csv": table("0.png,3,0")},
            r"^chest has no training image that can be used; the first problem is 0\.png: train_la",
        ),
        (
            {n: b"broken" if n.endswith("png") else raw for n, raw in study().items()},
            r"^chest has no training image that can be used; the first problem is train_images/0",
        ),
    ],
)
def test_data_that_cannot_be_used_leaves_the_store_as_it_was(
    folder, tmp_path: Path, files: dict[str, bytes], sentence: str
) -> None:
    kept = import_data(folder(study(), "good"), "chest")
    (tmp_path / "chest").mkdir()
    with pytest.raises(ScanLabError, match=sentence):
        import_data(folder(files))
    assert [path.name for path in paths.datasets().iterdir()] == ["chest"]
    assert dataset.load("chest").fingerprint == kept.fingerprint


def test_a_second_import_of_the_same_name_replaces_the_first(folder) -> None:
    import_data(folder(study(), "old"), "chest")
    files = study()
    del files["train_images/0.png"]
    assert len(import_data(folder(files, "new"), "chest")) == 10
    assert len(dataset.load("chest")) == 10
    assert [path.name for path in paths.datasets().iterdir()] == ["chest"]


def test_an_interrupted_import_leaves_nothing(folder) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_data(folder(study()), progress=interrupt)
    assert list(paths.datasets().iterdir()) == []


@pytest.mark.parametrize("side", [8, 128])
def test_small_and_large_files_are_read_in_order_with_progress(folder, side: int) -> None:
    files = {f"train_images/{i}.png": png(scan(i, side)) for i in range(150)}
    files["train_labels.csv"] = table(*(f"{i}.png,{i % 2},0" for i in range(150)))
    calls = []
    data = import_data(folder(files), side=side, progress=lambda *call: calls.append(call))
    assert [(done, total) for _, done, total in calls] == [(64, 150), (128, 150), (150, 150)]
    assert all(np.array_equal(data.pixels[i, ..., 0], scan(i, side)) for i in range(150))


def test_damaged_members_of_a_zip_are_skipped(tmp_path: Path) -> None:
    path = tmp_path / "study.zip"
    with zipfile.ZipFile(path, "w") as made:
        for name, raw in study().items():
            made.writestr(name, raw)
    raw = bytearray(path.read_bytes())
    at = raw.index(png(scan(3)))
    raw[at + 60] ^= 0xFF
    path.write_bytes(raw)
    data = import_data(path)
    assert skipped(data) == {
        "train_images/3.png": "the file is damaged inside the ZIP; pack it again"
    }
    assert len(data) == 10


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ODIR 5k (final).zip", "ODIR-5k-final"),
        ("漢.zip", "data"),
        ("_x..zip", "x"),
        ("a" * 90 + ".zip", "a" * 64),
    ],
)
def test_a_name_is_made_of_the_file_name(tmp_path: Path, name: str, expected: str) -> None:
    assert default_name(tmp_path / name) == expected
    assert paths.checked_name(expected) == expected


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"name": "../x"}, "data set '../x' cannot be used"),
        ({"side": 4}, "the side is 4 pixels; expected 8 to 1024"),
        ({"channels": 2}, "the number of channels is 2; expected 1"),
    ],
)
def test_wrong_wishes_are_refused_before_anything_is_read(
    tmp_path: Path, options: dict, sentence: str
) -> None:
    with pytest.raises(ScanLabError, match=sentence):
        import_data(tmp_path / "nowhere", **options)


def test_real_fundus_photographs_are_imported_whole(shared: Path) -> None:
    path = shared / "data" / "odir5k.zip"
    report = import_report(import_data(path, "odir"))
    assert report["n"] == 6392
    assert report["splits"] == {"train": 3834, "val": 960, "test": 1598}
    assert report["labels"] == ["diabetes", "glaucoma", "cataract", "amd", "myopia"]
    assert report["skipped"] == []
