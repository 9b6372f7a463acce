"""Label tables as people save them, and one sentence for each thing wrong with them."""

import numpy as np
import pytest

from mlcore.data import label_table
from mlcore.errors import ScanLabError

PLAIN = "id,Edema,Mass\n1.png,1,0\n2.png,,1\n"
EXPECTED = np.array([[1, 0], [np.nan, 1]], np.float32)


@pytest.mark.parametrize(
    "raw",
    [
        PLAIN.encode(),
        b"\xef\xbb\xbf" + PLAIN.encode(),
        PLAIN.encode("utf-16"),
        PLAIN.replace("\n", "\r\n").encode(),
        PLAIN.replace(",", ";").encode(),
        PLAIN.replace(",", "\t").encode(),
        PLAIN.replace(",", " , ").encode(),
        b"\n\n" + PLAIN.encode() + b"\n,,\n",
        b"ID,Edema,Mass\n1.png,1.0,0.0\n2.png,nan,True\n",
        b"Edema,id,Mass\n1,1.png,FALSE\n,2.png,1.00\n",
        b',id,Edema,Mass\n0,"1.png","1","0"\n1,2.png,,1\n',
        b"id,Edema,Mass,\n1.png,1,0,\n2.png,,1,,\n",
    ],
)
def test_a_table_reads_the_same_however_it_was_saved(raw: bytes) -> None:
    table = label_table.read(raw, "train_labels.csv")
    assert table.labels == ("Edema", "Mass")
    assert table.ids == ("1.png", "2.png")
    assert np.array_equal(table.targets, EXPECTED, equal_nan=True)
    assert table.skipped == ()


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_names_with_accents_are_read_in_common_encodings(encoding: str) -> None:
    table = label_table.read("id,Œdème\né.png,1\n".encode(encoding), "t.csv")
    assert (table.labels, table.ids) == (("Œdème",), ("é.png",))


def test_a_line_break_inside_quotes_is_part_of_the_name() -> None:
    table = label_table.read(b'id,"Pleural\neffusion"\n"1.png",1\n2.png,5\n', "t.csv")
    assert table.labels == ("Pleural\neffusion",)
    assert table.skipped[0].reason.startswith("t.csv row 3: ")


@pytest.mark.parametrize(
    ("row", "file", "reason"),
    [
        ("9.png,2,0", "9.png", "train_labels.csv row 3: 'Edema' is '2'; expected 0, 1 or blank"),
        ("9.png,0,yes", "9.png", "train_labels.csv row 3: 'Mass' is 'yes'; expected 0, 1 or blank"),
        ("9.png,-1,0", "9.png", "train_labels.csv row 3: 'Edema' is '-1'; expected 0, 1 or blank"),
        (
            "9.png,inf,0",
            "9.png",
            "train_labels.csv row 3: 'Edema' is 'inf'; expected 0, 1 or blank",
        ),
        (
            "9.png,1",
            "9.png",
            "train_labels.csv row 3: it has 2 cells; expected 3 as in the header",
        ),
        (
            "9.png,1,0,1",
            "9.png",
            "train_labels.csv row 3: it has 4 cells; expected 3 as in the header",
        ),
        (",1,0", "train_labels.csv row 3", "train_labels.csv row 3: the id is empty"),
        (
            "1.png,1,0",
            "1.png",
            "train_labels.csv row 3: the id '1.png' stands in row 2 already, with the same labels",
        ),
        (
            "1.png,1,1",
            "1.png",
            "train_labels.csv row 3: the id '1.png' stands in row 2 already, with other labels; "
            "the first row counts",
        ),
    ],
)
def test_a_bad_row_is_skipped_with_its_reason_and_the_others_kept(
    row: str, file: str, reason: str
) -> None:
    raw = f"id,Edema,Mass\n1.png,1,0\n{row}\n2.png,,1\n".encode()
    table = label_table.read(raw, "train_labels.csv")
    assert table.ids == ("1.png", "2.png")
    assert np.array_equal(table.targets, EXPECTED, equal_nan=True)
    assert [(skip.file, skip.reason) for skip in table.skipped] == [(file, reason)]


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", r"^t\.csv is empty; expected a header"),
        (b"\n \n", r"^t\.csv is empty; expected a header"),
        (b"image,a\n1.png,1\n", r"^t\.csv has no column 'id' \(it has image, a\); name the column"),
        (b"id\n1.png\n", r"^t\.csv has no label columns; expected 'id' and a column per label"),
        (b"id,a, a\n1.png,1,1\n", r"^t\.csv has the column 'a' twice; rename or remove one"),
        (b"id,a,split\n1.png,1,1\n", r"^t\.csv has a label named 'split', which has a meaning"),
        (b"id,Patient\n1.png,1\n", r"^t\.csv has a label named 'patient'"),
        (b'id,a\n1.png,"1\n2.png,0\n', r"^t\.csv is not a readable CSV from line \d on"),
        (
            b"id," + b",".join(b"l%d" % i for i in range(201)),
            r"^t\.csv has 201 label columns; expected 1 to 200",
        ),
    ],
)
def test_a_table_that_cannot_be_used_is_refused_in_one_sentence(raw: bytes, sentence: str) -> None:
    with pytest.raises(ScanLabError, match=sentence):
        label_table.read(raw, "t.csv")


def test_two_hundred_labels_and_one_label_are_read() -> None:
    wide = "id," + ",".join(f"l{i}" for i in range(200)) + "\n1.png" + ",1" * 200
    assert label_table.read(wide.encode(), "t.csv").targets.shape == (1, 200)
    assert label_table.read(b"id,only\n1.png,1\n", "t.csv").targets.tolist() == [[1]]


def test_a_table_with_no_good_row_is_empty_but_has_its_shape() -> None:
    table = label_table.read(b"id,a,b\n1.png,7,1\n", "t.csv")
    assert table.targets.shape == (0, 2)
    assert len(table.skipped) == 1


def test_a_sample_submission_gives_its_columns_and_ids_in_order() -> None:
    raw = b"\xef\xbb\xbfid,b,a\n9.png,0.5,0.5\n 3.png ,,\n\n1.png,x,0\n"
    columns, ids = label_table.read_ids(raw, "sample.csv")
    assert columns == ("id", "b", "a")
    assert ids == ("9.png", "3.png", "1.png")
