"""What the columns of a table mean is guessed, and what is told wins over the guess."""

import numpy as np
import pytest

from mlcore.data import folder_table
from mlcore.data.mapping import GUESS, Mapping
from mlcore.data.plan import Plan
from mlcore.errors import ScanLabError
from tests.folders import csv, source

NAN = np.nan
FILES = {f"images/{i}.png": b"" for i in range(6)}


def plan(*rows: str, files: dict[str, bytes] = FILES, wish: Mapping = GUESS) -> Plan:
    return folder_table.plan(source(files | {"labels.csv": csv(*rows)}), wish)


def test_ids_labels_parts_patients_and_the_rest_are_told_apart() -> None:
    found = plan(
        "Image Index,Patient ID,Follow-up #,Edema,Mass,Sex,Age,Dataset split,Patient Age",
        *(f"{i}.png,p{i // 2},{i},{i % 2},,F,{50 + i},{part},{i}" for i, part in enumerate(
            ["train", "Training", "VALID", "validation", "test", "Dev"]
        )),
    )  # fmt: skip
    assert found.mapping == Mapping(
        "labels.csv", "Image Index", "Dataset split", "Patient ID", ("Edema",), ""
    )
    assert found.table["split"].tolist() == ["train", "train", "val", "val", "test", "val"]
    assert found.table["patient"].tolist() == [f"patient {i}" for i in (1, 1, 2, 2, 3, 3)]
    assert found.table["Age"].tolist() == [50, 51, 52, 53, 54, 55]
    assert found.table["Sex"].tolist() == ["F"] * 6
    assert found.table.columns.tolist() == [
        *("id", "split", "patient", "Edema", "Follow-up #", "Mass", "Sex", "Age", "Patient Age")
    ]
    assert found.columns[1] == "Patient ID"


@pytest.mark.parametrize(
    ("column", "cells", "expected", "separator"),
    [
        (
            "Finding Labels",
            ["Effusion|Mass", "No Finding", "mass", ""],
            {"Effusion": [1, 0, 0, NAN], "Mass": [1, 0, 1, NAN]},
            "|",
        ),
        (
            "labels",
            ["Mass;Edema", "Edema", "none", "nan"],
            {"Edema": [1, 1, 0, NAN], "Mass": [1, 0, 0, NAN]},
            ";",
        ),
        (
            "diagnosis",
            ['"Effusion, Mass"', "normal", "Mass", '"Mass,Mass"'],
            {"Effusion": [1, 0, 0, 0], "Mass": [1, 0, 1, 1]},
            ",",
        ),
        (
            "Labels",
            ["\"['mass', 'edema']\"", "['normal']", "[]", "['edema']"],
            {"edema": [1, 0, 0, 1], "mass": [1, 0, 0, 0]},
            ",",
        ),
        (
            "class",
            ["benign", "malignant", "no_finding", "benign"],
            {"benign": [1, 0, 0, 1], "malignant": [0, 1, 0, 0]},
            "|",
        ),
        (
            "diagnosis",
            ["0", "2", "10", "0"],
            {
                "diagnosis 0": [1, 0, 0, 1],
                "diagnosis 2": [0, 1, 0, 0],
                "diagnosis 10": [0, 0, 1, 0],
            },
            "|",
        ),
        (
            "what was seen",
            ["Mass|Edema", "Edema", "None", "Mass"],
            {"Edema": [1, 1, 0, 0], "Mass": [1, 0, 0, 1]},
            "|",
        ),
    ],
)
def test_a_list_of_findings_becomes_a_label_each(
    column: str, cells: list[str], expected: dict[str, list[float]], separator: str
) -> None:
    found = plan(f"id,age,{column}", *(f"{i}.png,{50 + i},{cell}" for i, cell in enumerate(cells)))
    assert (found.mapping.labels, found.mapping.separator) == ((column,), separator)
    assert found.labels == tuple(expected)
    for label, values in expected.items():
        assert np.array_equal(found.table[label], values, equal_nan=True)


def test_columns_of_zero_and_one_win_over_a_list_unless_the_list_is_named() -> None:
    rows = ["id,a,b,labels", "0.png,1,0,x|y", "1.png,0,1,y"]
    assert plan(*rows).labels == ("a", "b")
    assert plan(*rows, wish=Mapping(separator="|")).labels == ("x", "y")
    assert plan(*rows, wish=Mapping(labels=("labels",))).labels == ("x", "y")
    assert plan(*rows, wish=Mapping(labels=("b",))).labels == ("b",)


def test_what_is_told_wins_over_every_guess() -> None:
    header = "number,file,set,part,patient,who,a,b"
    rows = [header, "5,1.png,train,test,7,8,1,0", "4,2.png,val,train,7,9,0,1"]
    guessed = plan(*rows).mapping
    assert guessed == Mapping("labels.csv", "file", "set", "patient", ("a", "b"), "")
    found = plan(*rows, wish=Mapping(None, "number", "part", "who", ("b",), ""))
    assert found.mapping == Mapping("labels.csv", "number", "part", "who", ("b",), "")
    assert found.files == ["images/5.png", "images/4.png"]
    assert found.table["patient"].tolist() == ["patient 1", "patient 2"]
    none = plan(*rows, wish=Mapping(split_column="", patient_column="")).table
    assert none["split"].tolist() == ["", ""]
    assert none.columns.tolist() == ["id", "split", "a", "b", "number", "set", "part", "who"]


def test_another_separator_may_be_told() -> None:
    rows = ["id,labels", "0.png,Mass/Edema", "1.png,Mass"]
    assert plan(*rows).labels == ("Mass", "Mass/Edema")
    assert plan(*rows, wish=Mapping(separator="/")).labels == ("Edema", "Mass")


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        (
            Mapping(id_column="x"),
            r"^labels\.csv has no column 'x' \(it has id, a, b\); write it as",
        ),
        (Mapping(labels=("a", "x")), r"^labels\.csv has no column 'x'"),
        (Mapping(id_column="a", labels=("a",)), r"^the column 'a' was named twice"),
        (
            Mapping(labels=("a", "b"), separator="|"),
            r"^2 label columns were named together with",
        ),
        (Mapping(table="x.csv"), r"^x\.csv: there is no such file in scans"),
    ],
)
def test_wishes_that_cannot_be_are_refused(wish: Mapping, sentence: str) -> None:
    with pytest.raises(ScanLabError, match=sentence):
        plan("id,a,b", "0.png,1,0", "1.png,0,1", wish=wish)
