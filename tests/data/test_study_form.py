"""Data in the study's form becomes a data set; what is wrong with it is in the report."""

import numpy as np
import pytest

from mlcore.data import filling, levels
from mlcore.data.importing import import_data
from mlcore.errors import ScanLabError
from tests.data.small_study import skipped, study, table
from tests.folders import png, scan


def test_a_whole_study_is_imported_with_pixels_labels_and_order(folder) -> None:
    path = folder(study())
    before = {file: file.read_bytes() for file in path.rglob("*") if file.is_file()}
    data = import_data(path, side=16)
    assert data.name == "chest"
    assert data.split_sizes() == {"train": 6, "val": 2, "test": 3}
    ids = ["0.png", "1.png", "2.png", "3.png", "4.png", "5.png", "11.png", "10.png"]
    assert data.table["id"].tolist() == [*ids, "22.png", "20.png", "21.png"]
    for i, scan_id in enumerate(data.table["id"]):
        assert np.array_equal(data.pixels[i, ..., 0], scan(int(scan_id[:-4])))
    nan = np.nan
    labels = [[1, 0], [0, 1], [1, 1], [0, 0], [nan, 1], [0, nan], [1, 0], [0, 1], *[[nan, nan]] * 3]
    assert np.array_equal(data.targets, np.array(labels, np.float32), equal_nan=True)
    assert data.facts["validation"] == {"from": "its own part"}
    assert data.facts["source"] == "chest"
    assert {file: file.read_bytes() for file in before} == before


def test_the_sample_submission_is_kept_byte_by_byte(folder) -> None:
    files = study()
    data = import_data(folder(files))
    kept = data.folder / "sample_submission.csv"
    assert kept.read_bytes() == files["sample_submission.csv"]


def test_test_files_come_without_a_sample_and_after_it(folder) -> None:
    files = study()
    del files["sample_submission.csv"]
    data = import_data(folder(files, "plain"))
    assert data.table["id"].tolist()[-3:] == ["20.png", "21.png", "22.png"]
    files["sample_submission.csv"] = table("21.png,0,0", "77.png,0,0")
    data = import_data(folder(files, "sampled"))
    assert data.table["id"].tolist()[-3:] == ["21.png", "20.png", "22.png"]
    assert skipped(data) == {
        "77.png": "in sample_submission.csv, but there is no such file in test_images/"
    }


@pytest.mark.parametrize(
    ("file", "raw", "where", "reason"),
    [
        (
            "train_labels.csv",
            table("0.png,1,0", "1.png,2,0", *(f"{i}.png,1,0" for i in range(2, 6))),
            "1.png",
            "train_labels.csv row 3: 'Edema' is '2'; expected 0, 1 or blank",
        ),
        (
            "train_labels.csv",
            table(*(f"{i}.png,1,0" for i in (*range(6), 99))),
            "99.png",
            "in train_labels.csv, but there is no such file in train_images/",
        ),
        (
            "train_labels.csv",
            table(*(f"{i}.png,1,0" for i in range(5))),
            "train_images/5.png",
            "no usable row in train_labels.csv",
        ),
        (
            "train_labels.csv",
            table(*(f"{i}.png,1,0" for i in range(6)), "3.png,0,0"),
            "3.png",
            "train_labels.csv row 8: the id '3.png' stands in row 5 already, with other labels; "
            "the first row counts",
        ),
        (
            "train_images/3.png",
            png(scan(3))[:100],
            "train_images/3.png",
            "the picture is cut short; fetch or save it again",
        ),
        ("val_images/10.png", b"", "val_images/10.png", "the file is empty"),
        (
            "test_images/notes.txt",
            b"hello",
            "test_images/notes.txt",
            "not a picture, or its header is damaged; expected PNG, JPEG, TIFF, BMP, GIF, WebP, "
            "JPEG 2000, PGM, DICOM or NPY",
        ),
        ("val_images/3.jpg", png(scan(3)), "val_images/3.jpg", "no usable row in val_labels.csv"),
    ],
)
def test_what_cannot_be_used_is_reported_and_the_good_part_kept(
    folder, file: str, raw: bytes, where: str, reason: str
) -> None:
    data = import_data(folder(study() | {file: raw}), side=16)
    assert skipped(data) == {where: reason}
    assert len(data) in (10, 11)
    for i, scan_id in enumerate(data.table["id"]):
        assert np.array_equal(data.pixels[i, ..., 0], scan(int(scan_id[:-4])))


def test_ids_may_lack_the_ending_or_carry_a_path(folder) -> None:
    ids = ["0", "1.png", "train_images/2.png", "C:\\data\\3.png", "./4.png", "sub/5.png"]
    files = study() | {"train_labels.csv": table(*(f"{i},1,0" for i in ids))}
    files["train_images/sub/5.png"] = files.pop("train_images/5.png")
    data = import_data(folder(files), side=16)
    assert skipped(data) == {}
    assert data.table["id"].tolist()[:6] == ids
    assert all(np.array_equal(data.pixels[i, ..., 0], scan(i)) for i in range(6))


def test_an_id_that_may_mean_two_files_or_a_file_with_two_ids_is_reported(folder) -> None:
    files = study() | {"train_images/0.jpg": png(scan(0))}
    rows = [f"{i}.png,1,0" for i in range(2, 6)]
    files["train_labels.csv"] = table("0,1,0", "1.png,1,0", "1,1,0", *rows)
    reasons = skipped(import_data(folder(files)))
    assert reasons["0"].startswith("in train_labels.csv, but 2 files may be meant: ")
    assert reasons["1"].endswith("its file train_images/1.png is that of '1.png' already")


def test_labels_in_another_order_are_matched_by_name(folder) -> None:
    swapped = table("10.png,1,0", "11.png,0,1", header="id,Mass,Edema")
    data = import_data(folder(study() | {"val_labels.csv": swapped}))
    assert data.targets[data.rows("val")].tolist() == [[0, 1], [1, 0]]


def test_other_labels_in_the_validation_part_are_refused(folder) -> None:
    other = table("10.png,1", header="id,Nodule")
    with pytest.raises(ScanLabError, match=r"val_labels\.csv has the labels Nodule; expected"):
        import_data(folder(study() | {"val_labels.csv": other}))


@pytest.mark.parametrize("missing", ["val_labels.csv", "val_images"])
def test_without_validation_data_a_stratified_part_of_training_is_held_out(
    folder, missing: str
) -> None:
    files = {f"train_images/{i}.png": png(scan(i, 8)) for i in range(100)}
    files["train_labels.csv"] = table(
        *(f"{i}.png,{int(i < 30)},{int(i % 10 == 0)}" for i in range(100))
    )
    whole = study() | files
    files = {name: raw for name, raw in whole.items() if not name.startswith(missing)}
    path = folder(files)
    data = import_data(path, "a", side=8, seed=5)
    assert data.split_sizes() == {"train": 80, "val": 20, "test": 3}
    assert data.targets[data.rows("val")].sum(axis=0).tolist() == [6, 2]
    assert data.facts["validation"] == {"from": "the training part", "fraction": 0.2, "seed": 5}
    again = import_data(path, "b", side=8, seed=5)
    assert again.table.equals(data.table)
    other = import_data(path, "c", side=8, seed=6)
    assert not other.table["split"].equals(data.table["split"])
    assert len(skipped(data)) == (1 if missing == "val_labels.csv" else 2)


def test_only_training_data_is_enough(folder) -> None:
    files = {name: raw for name, raw in study().items() if name.startswith("train")}
    assert import_data(folder(files)).split_sizes() == {"train": 5, "val": 1}


def test_other_sizes_depths_and_colours_are_converted_and_counted(folder) -> None:
    files = study()
    files["train_images/0.png"] = png(np.full((32, 48), 90, np.uint8))
    files["train_images/1.png"] = png(scan(1).astype(np.uint16) * 257)
    files["train_images/2.png"] = png(np.dstack([scan(2), scan(3), scan(4)]))
    data = import_data(folder(files), side=16)
    assert (data.pixels[0] == 90).all()
    assert np.array_equal(data.pixels[1, ..., 0], scan(1))
    assert data.facts["notes"] == {
        filling.RESIZED: 1,
        filling.STRETCHED: 1,
        filling.GREYED: 1,
        levels.RESCALED: 1,
        "one single value everywhere": 1,
    }


def test_one_and_two_hundred_labels_are_imported(folder) -> None:
    for count in (1, 200):
        header = "id," + ",".join(f"label {i}" for i in range(count))
        rows = table(*(f"{i}.png" + ",1" * count for i in range(6)), header=header)
        files = {n: raw for n, raw in study().items() if n.startswith(("train", "test"))}
        data = import_data(folder(files | {"train_labels.csv": rows}, f"wide{count}"))
        assert data.targets.shape == (9, count)
