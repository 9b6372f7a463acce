"""Image folders named by class become labels."""

from pathlib import Path

import numpy as np
import pytest

from mlcore.data import class_folders
from mlcore.data.importing import import_data
from mlcore.data.mapping import GUESS, Mapping
from mlcore.errors import ScanLabError
from tests.folders import png, scan, source, write

NAN = np.nan


def pictures(*folders: str, count: int = 2) -> dict[str, bytes]:
    return {f"{folder}/{i}.png": b"" for folder in folders for i in range(count)}


def found(files: dict[str, bytes], wish: Mapping = GUESS) -> tuple[list[str], dict[str, list]]:
    """Parts and labels, in the order of the files."""
    plan = class_folders.plan(source(files), wish)
    assert plan.table["id"].is_unique
    return plan.table["split"].tolist(), {name: plan.table[name].tolist() for name in plan.labels}


@pytest.mark.parametrize("none", ["normal", "NORMAL", "No_Finding", "healthy", "negative", "none"])
def test_a_folder_of_healthy_scans_is_no_label(none: str) -> None:
    parts, labels = found(pictures(none, "pneumonia"))
    assert parts == ["", "", "", ""]
    healthy_first = none < "pneumonia"
    assert labels == {"pneumonia": [0, 0, 1, 1] if healthy_first else [1, 1, 0, 0]}


def test_each_other_folder_is_a_label_that_its_scans_alone_have() -> None:
    files = pictures("covid", "normal", "viral pneumonia", count=1)
    assert found(files)[1] == {"covid": [1, 0, 0], "viral pneumonia": [0, 0, 1]}
    assert found(pictures("benign", "malignant", count=1))[1] == {
        "benign": [1, 0],
        "malignant": [0, 1],
    }


def test_folders_above_may_be_parts_whatever_they_are_called() -> None:
    files = pictures("a/chest/Train/NORMAL", "a/chest/Train/Edema", "a/chest/valid/edema", count=1)
    files |= pictures("a/chest/testing/normal", count=1)
    parts, labels = found(files)
    assert parts == ["train", "train", "test", "val"]
    assert labels == {"Edema": [1, 0, 0, 1]}


def test_folders_inside_a_class_belong_to_it() -> None:
    files = pictures("edema/site 1/a", "edema/site 2", "normal", count=1)
    plan = class_folders.plan(source(files), GUESS)
    assert plan.table["id"].tolist() == [
        "edema/site 1/a/0.png",
        "edema/site 2/0.png",
        "normal/0.png",
    ]
    assert plan.table["edema"].tolist() == [1, 1, 0]


def test_test_scans_without_a_class_are_unknown_and_others_are_told() -> None:
    files = pictures("train/edema", "train/normal", "test", "train", "more/edema", count=1)
    plan = class_folders.plan(source(files | {"train/notes.txt": b""}), GUESS)
    assert plan.table["split"].tolist() == ["test", "train", "train"]
    assert np.array_equal(plan.table["edema"], [NAN, 1, 0], equal_nan=True)
    assert {skip.file: skip.reason for skip in plan.skipped} == {
        "more/edema/0.png": "it lies in no folder named train, val or test, as others do",
        "train/0.png": "it lies in no folder named by a class",
    }


def test_labels_may_be_chosen_among_the_folders() -> None:
    files = pictures("benign", "malignant", "odd", count=1)
    assert found(files, Mapping(labels=("malignant",)))[1] == {"malignant": [0, 1, 0]}
    with pytest.raises(ScanLabError, match=r"^scans has no class folder 'x'; expected some of"):
        class_folders.plan(source(files), Mapping(labels=("x",)))


@pytest.mark.parametrize(
    ("folders", "known"),
    [
        (["a", "b"], True),
        (["train/a", "train/b"], True),
        (["a"], False),
        (["train/a", "test/a"], False),
        (["images", "masks"], False),
        (["train_images", "test_images"], False),
        (["a", "images"], False),
    ],
)
def test_folders_that_are_no_classes_are_not_taken_for_such(
    folders: list[str], known: bool
) -> None:
    assert class_folders.is_class_folders(source(pictures(*folders))) is known


def test_class_folders_are_imported_with_parts_drawn(tmp_path: Path) -> None:
    files = {
        f"{name}/{i}.png": png(scan(100 * at + i))
        for at, name in enumerate(["edema", "mass", "normal"])
        for i in range(20)
    }
    data = import_data(write(tmp_path / "chest", files | {"mass/bad.png": b"no picture"}), side=16)
    assert data.facts["form"] == "class folders"
    assert data.split_sizes() == {"train": 42, "val": 9, "test": 9}
    assert data.table.groupby("split")[["edema", "mass"]].sum().to_numpy().tolist() == [
        [3, 3],
        [14, 14],
        [3, 3],
    ]
    assert np.array_equal(data.pixels[20, ..., 0], scan(100))
    assert [skip["file"] for skip in data.facts["skipped"]] == ["mass/bad.png"]


def test_one_class_alone_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "chest", {"edema/0.png": png(scan(0)), "readme.txt": b""})
    with pytest.raises(ScanLabError, match=r"^chest is not in a known form; expected .*, found ed"):
        import_data(path)
    path = write(tmp_path / "none", {f"{n}/0.png": png(scan(0)) for n in ("normal", "healthy")})
    with pytest.raises(ScanLabError, match=r"^none has no label"):
        import_data(path)
