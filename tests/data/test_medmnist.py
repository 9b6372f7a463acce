"""MedMNIST files become data sets, pixel by pixel."""

import io
import zipfile
from pathlib import Path

import numpy as np
import pytest

from mlcore.data.importing import import_data
from mlcore.data.mapping import Mapping
from mlcore.errors import ScanLabError

SIZES = {"train": 12, "val": 4, "test": 5}
NAN = np.nan


def arrays(labels: dict[str, np.ndarray], channels: int = 1, side: int = 28) -> dict:
    rng = np.random.default_rng(1)
    shape = (side, side) if channels == 1 else (side, side, channels)
    images = {s: rng.integers(0, 256, (n, *shape), np.uint8) for s, n in SIZES.items()}
    return {f"{s}_images": i for s, i in images.items()} | {
        f"{s}_labels": values for s, values in labels.items()
    }


def classes(count: int) -> dict[str, np.ndarray]:
    """One column with the number of a class, as MedMNIST has it."""
    return {s: (np.arange(n) % count)[:, None].astype(np.uint8) for s, n in SIZES.items()}


def write(folder: Path, content: dict, packed: bool = True) -> Path:
    path = folder / "somemnist.npz"
    (np.savez_compressed if packed else np.savez)(path, **content)
    return path


@pytest.mark.parametrize("packed", [True, False])
def test_several_columns_are_several_labels(tmp_path: Path, packed: bool) -> None:
    rng = np.random.default_rng(2)
    labels = {s: rng.integers(0, 2, (n, 14)).astype(np.uint8) for s, n in SIZES.items()}
    content = arrays(labels)
    data = import_data(write(tmp_path, content, packed), side=28)
    assert data.name == "somemnist"
    assert data.facts["form"] == "medmnist"
    assert data.split_sizes() == SIZES
    assert data.labels == tuple(f"class {i}" for i in range(14))
    assert np.array_equal(data.targets, np.concatenate(list(labels.values())))
    stored = np.concatenate([content[f"{split}_images"] for split in SIZES])
    assert np.array_equal(data.pixels[..., 0], stored)
    assert data.table["id"].tolist()[:13:12] == ["train_000000", "val_000000"]
    assert data.facts["skipped"] == []


def test_a_number_of_a_class_becomes_a_label_per_class(tmp_path: Path) -> None:
    data = import_data(write(tmp_path, arrays(classes(4))), side=28)
    assert data.labels == ("class 0", "class 1", "class 2", "class 3")
    assert np.array_equal(data.targets[:5], np.eye(4)[[0, 1, 2, 3, 0]])
    assert (data.targets.sum(axis=1) == 1).all()


@pytest.mark.parametrize("flat", [True, False])
def test_two_classes_are_one_label(tmp_path: Path, flat: bool) -> None:
    labels = {s: values[:, 0] if flat else values for s, values in classes(2).items()}
    data = import_data(write(tmp_path, arrays(labels)), side=28)
    assert data.labels == ("class 1",)
    assert data.targets[:4, 0].tolist() == [0, 1, 0, 1]


def test_labels_may_be_named(tmp_path: Path) -> None:
    path = write(tmp_path, arrays(classes(3)))
    names = ("normal", "mass", "cyst")
    assert import_data(path, side=28, mapping=Mapping(labels=names)).labels == names
    with pytest.raises(ScanLabError, match=r"^2 label names were given for somemnist\.npz; expe"):
        import_data(path, side=28, mapping=Mapping(labels=("a", "b")))
    with pytest.raises(ScanLabError, match=r"^somemnist\.npz has the label 'a' twice"):
        import_data(path, side=28, mapping=Mapping(labels=("a", "b", "a")))
    with pytest.raises(ScanLabError, match=r"was read as medmnist, which leaves no choice of id"):
        import_data(path, side=28, mapping=Mapping(id_column="id"))


def test_colours_stay_or_turn_grey(tmp_path: Path) -> None:
    content = arrays(classes(2), channels=3)
    path = write(tmp_path, content)
    colour = import_data(path, "colour", side=28, channels=3)
    assert np.array_equal(colour.pixels[:12], content["train_images"])
    assert import_data(path, "grey", side=28).pixels.shape == (21, 28, 28, 1)


def test_missing_parts_and_missing_labels_are_no_harm(tmp_path: Path) -> None:
    content = arrays(classes(2))
    del content["val_images"], content["val_labels"], content["test_labels"]
    data = import_data(write(tmp_path, content), side=28)
    assert data.split_sizes() == {"train": 10, "val": 2, "test": 5}
    assert np.isnan(data.targets[data.rows("test")]).all()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            {"train_images": np.zeros((12, 28, 28, 28), np.uint8)},
            r"^train_images\.npy holds uint8 of the shape \(12, 28, 28, 28\); expected uint8 of",
        ),
        (
            {"train_images": np.zeros((12, 28, 28), np.float32)},
            r"^train_images\.npy holds float32 of the shape",
        ),
        (
            {"val_labels": np.zeros((3, 1), np.uint8)},
            r"^val_labels\.npy holds uint8 of the shape \(3, 1\); expected numbers of the shape",
        ),
        (
            {"test_labels": np.zeros((5, 2), np.uint8)},
            r"^test_labels\.npy holds uint8 of the shape \(5, 2\); expected numbers",
        ),
        (
            {"train_labels": np.full((12, 1), "a")},
            r"^train_labels\.npy holds <U1 of the shape",
        ),
        (
            {"train_labels": np.full((12, 1), -1)},
            r"^somemnist\.npz has the value -1 among its labels of one column; expected whole",
        ),
        (
            {"train_labels": np.full((12, 1), 200)},
            r"has the value 200 among its labels of one column; expected whole numbers from 0",
        ),
        (
            {"train_labels": np.array([[{}]] * 12, object)},
            r"^train_labels\.npy: not a whole array of numbers; fetch the file again",
        ),
    ],
)
def test_arrays_of_another_kind_are_refused(tmp_path: Path, change: dict, sentence: str) -> None:
    with pytest.raises(ScanLabError, match=sentence):
        import_data(write(tmp_path, arrays(classes(2)) | change))


def test_objects_that_run_programs_are_never_loaded(tmp_path: Path) -> None:
    touched = tmp_path / "touched"

    class Trap:
        def __reduce__(self):
            return Path.touch, (touched,)

    trap = np.array([[Trap()]] * 12, object)
    path = write(tmp_path, arrays(classes(2)) | {"train_labels": trap})
    touched.unlink(missing_ok=True)
    with pytest.raises(ScanLabError, match="not a whole array of numbers"):
        import_data(path)
    assert not touched.exists()


def test_a_file_cut_short_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, arrays(classes(2)))
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(ScanLabError, match=r"^somemnist\.npz is not a readable ZIP"):
        import_data(path)


def test_an_array_cut_short_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "somemnist.npz"
    with zipfile.ZipFile(path, "w") as made:
        for name, values in arrays(classes(2)).items():
            buffer = io.BytesIO()
            np.save(buffer, values)
            made.writestr(f"{name}.npy", buffer.getvalue()[: -1 if name == "val_images" else None])
    with pytest.raises(ScanLabError, match=r"^val_images\.npy: not a whole array of numbers"):
        import_data(path)
