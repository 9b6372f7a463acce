"""A folder of images and one CSV becomes a data set."""

import csv as reader
import io
import shutil
import zipfile
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian, generate_uid

from mlcore.data import folder_table
from mlcore.data.importing import import_data
from mlcore.data.mapping import GUESS, Mapping
from mlcore.data.plan import Plan
from mlcore.errors import ScanLabError
from tests.folders import csv, png, scan, source, write

NAN = np.nan
FILES = {f"images/{i}.png": b"" for i in range(6)}


def plan(*rows: str, files: dict[str, bytes] = FILES) -> Plan:
    return folder_table.plan(source(files | {"labels.csv": csv(*rows)}), GUESS)


def test_names_and_free_texts_are_left_out_and_told() -> None:
    rows = (f"{i}.png,{i % 2},Jane Doe {i},{'MF'[i % 2]}" for i in range(300))
    files = {f"{i}.png": b"" for i in range(300)}
    found = plan("id,a,report,sex", *rows, files=files)
    assert found.table.columns.tolist() == ["id", "split", "a", "sex"]
    assert [(skip.file, skip.reason) for skip in found.skipped] == [
        ("labels.csv column 'report'", "it has 300 different texts; up to 200 are kept")
    ]


@pytest.mark.parametrize(
    "name",
    ["Patient Name", "MRN", "accession_number", "Birth Date", "StudyInstanceUID", "study_date"],
)
def test_a_column_named_after_who_or_when_is_left_out_whatever_it_holds(name: str) -> None:
    found = plan(f"id,a,{name},age", "0.png,1,4711,40", "1.png,0,4712,50")
    assert found.table.columns.tolist() == ["id", "split", "a", "age"]
    assert found.skipped[-1].file == f"labels.csv column {name!r}"


def test_patients_get_numbers_of_ours() -> None:
    rows = ("0.png,1,4711", "1.png,0,815", "2.png,0,", "3.png,1,4711")
    found = plan("id,a,Patient ID", *rows)
    assert found.table["patient"].fillna("").tolist() == ["patient 1", "patient 2", "", "patient 1"]
    unused = folder_table.plan(
        source(FILES | {"labels.csv": csv("id,a,Patient ID", *rows)}), Mapping(patient_column="")
    )
    assert unused.table.columns.tolist() == ["id", "split", "a"]


def test_gaps_in_the_other_columns_stay_gaps() -> None:
    found = plan("id,a,age,sex,patient", "0.png,1,,M,", "1.png,0,61,NA,7", "2.png,0,n/a,F,nan")
    assert np.array_equal(found.table["age"], [NAN, 61, NAN], equal_nan=True)
    assert found.table["sex"].isna().tolist() == [False, True, False]
    assert found.table["patient"].isna().tolist() == [True, False, True]


def test_other_columns_never_take_the_name_of_a_label_or_of_ours() -> None:
    found = plan("id,labels,Mass,ID_", "0.png,Mass|x,3,4", "1.png,x,5,6")
    assert found.labels == ("Mass", "x")
    assert found.table["Mass (labels.csv)"].tolist() == [3, 5]
    assert found.table["Mass"].tolist() == [1, 0]


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("fold 3", "labels.csv row 3: 'split' is 'fold 3'; expected train, val or test"),
        ("", "labels.csv row 3: 'split' is ''; expected train, val or test"),
    ],
)
def test_a_row_of_no_known_part_is_skipped(cell: str, reason: str) -> None:
    found = plan("id,a,split", "0.png,1,train", f"1.png,0,{cell}", "2.png,0,test")
    assert found.table["id"].tolist() == ["0.png", "2.png"]
    assert found.skipped[0].reason == reason


def test_parts_without_training_are_refused() -> None:
    with pytest.raises(
        ScanLabError, match=r"^labels\.csv has no row of the part train in its colu"
    ):
        plan("id,a,split", "0.png,1,val", "1.png,0,test")


def test_only_images_in_folders_named_so_are_taken() -> None:
    files = {f"{folder}/{i}.png": b"" for folder in ("a/images", "b/images", "masks") for i in "01"}
    ids = ["a/images/0.png", "b/images/0", "b/images/1.png"]
    found = plan("id,x", *(f"{i},1" for i in ids), files=files | {"README.md": b""})
    assert found.files == ["a/images/0.png", "b/images/0.png", "b/images/1.png"]
    assert [(skip.file, skip.reason) for skip in found.skipped] == [
        ("scans", "2 files outside of the folders of images"),
        ("a/images/1.png", "no usable row in labels.csv"),
    ]


def test_equal_names_in_several_folders_are_told_apart_by_the_folders() -> None:
    files = {f"p{p}/s{s}/view1.jpg": b"" for p in "12" for s in "12"}
    found = plan("Path,x", *(f"V1/train/{file},0" for file in files), files=files)
    assert found.files == list(files)
    found = plan(
        "Path,x", "V1/p1/s1/view1.jpg,0", "V1/p9/s1/view1.jpg,0", "view1.jpg,1", files=files
    )
    assert found.files == ["p1/s1/view1.jpg"]
    assert {skip.file: skip.reason[:47] for skip in found.skipped[:2]} == {
        "V1/p9/s1/view1.jpg": "in labels.csv, but 2 files may be meant: p1/s1/",
        "view1.jpg": "in labels.csv, but 4 files may be meant: p1/s1/",
    }


def test_the_same_name_in_another_folder_is_another_scan() -> None:
    files = {"p1/view1.jpg": b"", "p2/view2.jpg": b""}
    found = plan("Path,x", "p1/view1.jpg,0", "p1/view2.jpg,1", files=files)
    assert found.files == ["p1/view1.jpg"]
    assert found.skipped[0].reason == "in labels.csv, but there is no such file"


def test_of_several_tables_the_one_named_labels_is_read() -> None:
    tables = {"labels.csv": csv("id,a", "0.png,1"), "boxes.csv": csv("id,x", "0.png,7")}
    assert folder_table.plan(source(FILES | tables), GUESS).mapping.table == "labels.csv"
    tables["more.csv"] = tables.pop("labels.csv")
    with pytest.raises(ScanLabError, match=r"^scans has 2 tables \(boxes.csv, more.csv\); choose"):
        folder_table.plan(source(FILES | tables), GUESS)
    wish = Mapping(table="more.csv")
    assert folder_table.plan(source(FILES | tables), wish).labels == ("a",)


def test_a_folder_and_its_zip_become_the_same_data_set(tmp_path: Path) -> None:
    files = {f"deep/images/{i}.png": png(scan(i)) for i in range(20)}
    rows = [f"{i}.png,{i % 2},{['train', 'val', 'test'][i % 3]},{40 + i}" for i in range(20)]
    folder = write(tmp_path / "chest", files | {"t.csv": csv("id,Edema,split,age", *rows)})
    data = import_data(folder, side=16)
    assert data.split_sizes() == {"train": 7, "val": 7, "test": 6}
    assert all(np.array_equal(data.pixels[i, ..., 0], scan(i)) for i in range(20))
    assert data.table["age"].tolist() == list(range(40, 60))
    assert data.facts["form"] == "images and table"
    assert data.facts["mapping"] == {
        "table": "t.csv",
        "id_column": "id",
        "split_column": "split",
        "patient_column": "",
        "labels": ["Edema"],
        "separator": "",
    }
    shutil.make_archive(str(tmp_path / "packed"), "zip", tmp_path, "chest")
    assert import_data(tmp_path / "packed.zip", side=16).fingerprint == data.fingerprint


def dicom(picture: np.ndarray) -> bytes:
    made = Dataset()
    made.file_meta = FileMetaDataset()
    made.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    made.file_meta.MediaStorageSOPClassUID = "1.2.840.10008.5.1.4.1.1.7"
    made.file_meta.MediaStorageSOPInstanceUID = generate_uid()
    made.PatientID, made.PatientName = "secret-4711", "Doe^Jane"
    made.Rows, made.Columns = picture.shape
    made.SamplesPerPixel, made.PhotometricInterpretation = 1, "MONOCHROME2"
    made.BitsAllocated = made.BitsStored = 8
    made.HighBit, made.PixelRepresentation = 7, 0
    made.PixelData = picture.tobytes()
    buffer = io.BytesIO()
    made.save_as(buffer, enforce_file_format=True)
    return buffer.getvalue()


@pytest.mark.parametrize("ending", ["", ".dcm", ".IMA"])
def test_dicom_files_of_any_name_are_read_and_say_nothing_of_the_patient(
    tmp_path: Path, ending: str
) -> None:
    ids = [f"1.2.840.{i}" for i in range(12)]
    ramp = np.linspace(0, 255, 256).round().astype(np.uint8).reshape(16, 16)
    files = {f"study/{scan_id}{ending}": dicom(np.roll(ramp, i)) for i, scan_id in enumerate(ids)}
    files["study/DICOMDIR"] = b"an index"
    rows = [f"{scan_id},{i % 2}" for i, scan_id in enumerate(ids)]
    folder = write(tmp_path / "ct", files | {"labels.csv": csv("image,Edema", *rows)})
    data = import_data(folder, side=16)
    assert data.table["id"].tolist() == ids
    assert data.facts["skipped"] == []
    assert all(np.array_equal(data.pixels[i, ..., 0], np.roll(ramp, i)) for i in range(12))
    assert "patient" not in data.table
    stored = b"".join(path.read_bytes() for path in data.folder.iterdir())
    assert not any(word in stored for word in (b"secret-4711", b"Doe", b"Jane"))


def test_without_parts_all_three_are_drawn_and_patients_stay_together(tmp_path: Path) -> None:
    files = {f"{i}.png": png(scan(i, 8)) for i in range(240)}
    rows = [f"{i}.png,p{i // 4},{int(i % 40 < 12)}" for i in range(240)]
    folder = write(tmp_path / "chest", files | {"labels.csv": csv("id,patient,a", *rows)})
    data = import_data(folder, side=8, seed=3)
    assert data.split_sizes() == {"train": 168, "val": 36, "test": 36}
    assert (data.table.groupby("patient")["split"].nunique() == 1).all()
    assert data.table.groupby("split")["a"].mean().between(0.2, 0.4).all()
    assert data.facts["validation"] == {"from": "all scans", "fraction": 0.15, "seed": 3}
    assert data.facts["test"] == {"from": "all scans", "fraction": 0.15, "seed": 3}
    assert import_data(folder, "again", side=8, seed=3).fingerprint == data.fingerprint
    assert import_data(folder, "other", side=8, seed=4).fingerprint != data.fingerprint


def test_parts_that_leak_are_taken_as_they_are(tmp_path: Path) -> None:
    files = {f"{i}.png": png(scan(i, 8)) for i in range(6)}
    parts = ["train", "test", "train", "test", "train", "train"]
    rows = [f"{i}.png,p{i // 2},{i % 2},{part}" for i, part in enumerate(parts)]
    folder = write(tmp_path / "chest", files | {"t.csv": csv("id,patient,a,split", *rows)})
    data = import_data(folder, side=8)
    assert data.table["split"].eq("test").tolist() == [part == "test" for part in parts]


def test_real_chest_radiographs_are_understood_whole(shared: Path) -> None:
    path = shared / "data" / "nih1000.zip"
    data = import_data(path, "nih")
    text = zipfile.ZipFile(path).read("labels.csv").decode()
    rows = list(reader.DictReader(io.StringIO(text)))
    assert (len(data), len(data.labels)) == (1000, 14)
    assert data.split_sizes() == {"train": 600, "val": 200, "test": 200}
    assert data.facts["skipped"] == []
    assert data.table["id"].tolist() == [row["id"] for row in rows]
    pairs = set(zip(data.table["patient"], (row["patient"] for row in rows), strict=True))
    assert len(pairs) == data.table["patient"].nunique() == len({row["patient"] for row in rows})
    for label in data.labels:
        counted = Counter(row["split"] for row in rows if row[label] == "1")
        assert data.table["split"][data.table[label] == 1].value_counts().to_dict() == counted
    assert data.table.columns.tolist()[-5:] == ["age", "sex", "view", "follow_up", "repo_class"]
    assert (data.table.groupby("patient")["split"].nunique() > 1).sum() == 30
