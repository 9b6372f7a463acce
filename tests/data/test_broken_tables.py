"""CSV files as the world writes them are read right, or one sentence says what is wrong."""

import time
import tracemalloc

import numpy as np
import pytest

from mlcore.data import folder_table, text_table
from mlcore.data.mapping import GUESS
from mlcore.data.plan import Plan
from mlcore.errors import ScanLabError
from tests.folders import png, scan, source

NAN = np.nan
PLAIN = "id,Edema,Mass\n1.png,1,0\n2.png,,1\n"
FILES = {f"images/{name}": b"" for name in ("1.png", "2.png", "é.png", "007.png")}


def plan(raw: bytes, files: dict[str, bytes] = FILES) -> Plan:
    return folder_table.plan(source(files | {"labels.csv": raw}), GUESS)


def targets(found: Plan) -> np.ndarray:
    return found.table[list(found.labels)].to_numpy()


READ_RIGHT = {
    "plain": PLAIN.encode(),
    "byte-order mark": b"\xef\xbb\xbf" + PLAIN.encode(),
    "UTF-16 with its mark": PLAIN.encode("utf-16"),
    "UTF-16 without its mark": PLAIN.encode("utf-16-le"),
    "semicolons": PLAIN.replace(",", ";").encode(),
    "tabs": PLAIN.replace(",", "\t").encode(),
    "Excel's line about the separator": b"sep=;\r\n" + PLAIN.replace(",", ";").encode(),
    "Windows line ends": PLAIN.replace("\n", "\r\n").encode(),
    "old Macintosh line ends": PLAIN.replace("\n", "\r").encode(),
    "no line end at the end": PLAIN.strip().encode(),
    "blank lines": b"\n\n" + PLAIN.replace("\n", "\n\n").encode(),
    "empty columns at the end": b"id,Edema,Mass,,\n1.png,1,0,,\n2.png,,1,,\n",
    "rows longer than the header, but blank": b"id,Edema,Mass\n1.png,1,0,,\n2.png,,1,\n",
    "a column of row numbers": b",id,Edema,Mass\n0,1.png,1,0\n1,2.png,,1\n",
    "blanks around everything": b" id , Edema , Mass \n 1.png , 1 , 0 \n 2.png , , 1 \n",
    "everything in quotes": b'"id","Edema","Mass"\n"1.png","1","0"\n"2.png","","1"\n',
    "TRUE and FALSE": b"id,Edema,Mass\n1.png,TRUE,FALSE\n2.png,,TRUE\n",
    "yes and no": b"id,Edema,Mass\n1.png,yes,No\n2.png,,YES\n",
    "nan": b"id,Edema,Mass\n1.png,1.0,0.0\n2.png,nan,1.0\n",
    "NA": b"id,Edema,Mass\n1.png,1,0\n2.png,NA,1\n",
    "not certain": b"id,Edema,Mass\n1.png,1,0\n2.png,-1,1\n",
    "another order": b"Edema,Mass,id\n1,0,1.png\n,1,2.png\n",
    "another name of the ids": b"Image Index,Edema,Mass\n1.png,1,0\n2.png,,1\n",
    "a meaningless name of the ids": b"foo,Edema,Mass\n1.png,1,0\n2.png,,1\n",
    "ids without endings": b"id,Edema,Mass\n1,1,0\n2,,1\n",
    "ids with another ending": b"id,Edema,Mass\n1.dcm,1,0\n2.JPG,,1\n",
    "ids with folders": b"id,Edema,Mass\nimages/1.png,1,0\n./images/2.png,,1\n",
    "ids with a Windows path": b"id,Edema,Mass\nC:\\me\\1.png,1,0\nimages\\2.png,,1\n",
    "ids with an absolute path": b"id,Edema,Mass\n/data/x/1.png,1,0\n//images//2.png,,1\n",
    "ids that point outside": b"id,Edema,Mass\n../images/1.png,1,0\n../../../etc/2.png,,1\n",
    "a report with line ends": b'id,Edema,Mass,text\n1.png,1,0,"a,\nb"\n2.png,,1,"""c"""\n',
}


@pytest.mark.parametrize("raw", READ_RIGHT.values(), ids=READ_RIGHT)
def test_a_table_reads_the_same_however_it_was_saved(raw: bytes) -> None:
    found = plan(raw)
    assert found.files == ["images/1.png", "images/2.png"]
    assert found.labels == ("Edema", "Mass")
    assert np.array_equal(targets(found), [[1, 0], [NAN, 1]], equal_nan=True)
    assert {skip.reason for skip in found.skipped} == {"no usable row in labels.csv"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_accents_are_read_in_common_encodings(encoding: str) -> None:
    found = plan("id,Œdème\né.png,1\n1.png,0\n".encode(encoding))
    assert (found.labels, found.table["id"].tolist()) == (("Œdème",), ["é.png", "1.png"])


def test_bytes_of_no_encoding_spoil_only_their_own_cell() -> None:
    found = plan(b"id,Edema,note\n1.png,1,\x81\xff\xfe\n2.png,0,fine\n")
    assert targets(found).tolist() == [[1], [0]]
    assert found.table["note"].tolist() == ["\ufffdÿþ", "fine"]


def test_numbers_keep_their_leading_zeros_and_find_files_without_them() -> None:
    assert plan(b"id,a\n007,1\n1,0\n").table["id"].tolist() == ["007", "1"]
    assert plan(b"id,a\n7,1\n1,0\n").files == ["images/007.png", "images/1.png"]


def test_a_line_end_inside_quotes_is_part_of_the_name() -> None:
    found = plan(b'id,"Pleural\neffusion",b\n1.png,1,0\n2.png,0,1\n')
    assert found.labels == ("Pleural\neffusion", "b")


ROWS = "".join(f"{i}.png,{i % 2}\n" for i in range(20))
TWENTY = {f"{i}.png": b"" for i in range(20)}
ONE_ROW_WRONG = {
    "2": ("9.png,2", "labels.csv row 11: 'a' is '2'; expected 0, 1 or blank"),
    "maybe": ("9.png,maybe", "labels.csv row 11: 'a' is 'maybe'; expected 0, 1 or blank"),
    "cells missing": ("9.png", "labels.csv row 11: it has 1 cells; expected 2 as in the header"),
    "cells too many": (
        "9.png,1,0",
        "labels.csv row 11: it has 3 cells; expected 2 as in the header",
    ),
    "the same id twice": (
        "3.png,1",
        "labels.csv row 11: the id '3.png' stands in row 5 already, with the same labels",
    ),
    "the same id with other labels": (
        "3.png,0",
        "labels.csv row 11: the id '3.png' stands in row 5 already, with other labels; the first "
        "row counts",
    ),
    "the same file under another name": (
        "./3,1",
        "in labels.csv, but its file 3.png is that of '3.png' already",
    ),
    "no such file": ("x.png,1", "in labels.csv, but there is no such file"),
    "no id": (",1", "labels.csv row 11: the id is empty"),
}


@pytest.mark.parametrize(("row", "reason"), ONE_ROW_WRONG.values(), ids=ONE_ROW_WRONG)
def test_one_wrong_row_is_told_and_the_others_are_kept(row: str, reason: str) -> None:
    lines = ["id,a", *ROWS.splitlines()]
    lines[10] = row
    found = plan("\n".join(lines).encode(), TWENTY)
    assert len(found.files) == 19
    assert reason in [skip.reason for skip in found.skipped]


REFUSED = {
    "empty": (b"", r"^labels\.csv is empty; expected a header"),
    "blank": (b"\n \r\n\t\n", r"^labels\.csv is empty; expected a header"),
    "header only": (b"id,a\n", r"^labels\.csv has no row as long as its header"),
    "every row too short": (b"id,a\n1.png\n2.png\n", r"^labels\.csv has no row as long as its"),
    "header twice": (b"id,a, a\n1.png,1,1\n", r"^labels\.csv has the column 'a' twice; rename"),
    "no ids": (
        b"age,a\n50,1\n60,0\n",
        r"^labels\.csv has no column whose cells are names of the image files \(it has age, a\); "
        r"name it with --id-column$",
    ),
    "no header": (b"1.png,1\n2.png,0\n", r"^labels\.csv has no header, its first row is ab"),
    "no labels": (b"id,age\n1.png,50\n2.png,60\n", r"^labels\.csv has no columns of 0, 1 or bl"),
    "only blank labels": (b"id,a\n1.png,\n2.png,\n", r"^labels\.csv has no columns of 0, 1 or b"),
    "a picture": (png(scan(0)), r"^labels\.csv is a PNG picture, not a CSV; save the table as CSV"),
    "a workbook": (b"PK\x03\x04" + bytes(30), r"^labels\.csv is an Excel workbook or a ZIP, not"),
    "an old workbook": (b"\xd0\xcf\x11\xe0", r"^labels\.csv is an old Excel workbook, not a CSV"),
    "a web page": (b"<!DOCTYPE html>", r"^labels\.csv is a web page, not a CSV"),
    "packed": (b"\x1f\x8b\x08", r"^labels\.csv is packed with gzip, not a CSV"),
    "zero bytes": (b"id,a\n1.png,1\x00\n", r"^labels\.csv has bytes that are not text; save it"),
    "UTF-32": (PLAIN.encode("utf-32"), r"^labels\.csv has bytes that are not text; save it"),
    "an open quote": (b'id,a\n1.png,"1\n2.png,0\n', r"^labels\.csv is not a readable CSV from lin"),
    "a quote inside a cell": (b'id,a\n"1".png,1\n', r"^labels\.csv is not a readable CSV from lin"),
    "a very long cell": (
        b"id,a\n1.png," + b"x" * 200_000,
        r"^labels\.csv is not a readable CSV from line 2 on \(field larger than field limit",
    ),
    "10,000 columns": (
        b"id," + b",".join(b"l%d" % i for i in range(9_999)) + b"\n1.png" + b",1" * 9_999,
        r"^labels\.csv has 10,000 columns; expected at most 2,000, keep those of",
    ),
    "201 labels": (
        b"id," + b",".join(b"l%d" % i for i in range(201)) + b"\n1.png" + b",1" * 201,
        r"^labels\.csv has 201 label columns; expected 1 to 200",
    ),
    "a label with a reserved name": (
        b"id,split\n1.png,1\n2.png,0\n",
        r"^labels\.csv has a label named 'split', which has a meaning of its own here",
    ),
}


@pytest.mark.parametrize(("raw", "sentence"), REFUSED.values(), ids=REFUSED)
def test_a_table_that_cannot_be_used_is_refused_in_one_sentence(raw: bytes, sentence: str) -> None:
    with pytest.raises(ScanLabError, match=sentence) as raised:
        plan(raw)
    assert "\n" not in str(raised.value)


def test_fifty_megabytes_of_text_are_read_in_seconds() -> None:
    report = "nothing to see, " * 12
    rows = "".join(f'{i:06d},{i % 2},,"{report}{i}"\n' for i in range(240_000))
    raw = f"id,a,b,report\n{rows}".encode()
    assert len(raw) > 50e6
    started = time.process_time()
    found = plan(raw, {f"{i:06d}.png": b"" for i in range(500)})
    assert time.process_time() - started < 20
    assert len(found.files) == 500
    assert found.labels == ("a",)
    assert found.skipped[-2].reason == "239,400 more ids have no file of their own"
    assert found.skipped[-1].reason.startswith("it has 240,000 different texts")


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"id,a\n1.png," + b"x" * 50_000_000, "field larger than field limit"),
        (b'id,a\n1.png,"1\n' + b"2.png,0\n" * 6_000_000, "field larger than field limit"),
        (b"id," + b"l," * 25_000_000, "labels.csv has 25,000,002 columns; expected at most 2,000"),
    ],
    ids=["one cell", "an open quote", "one header"],
)
def test_fifty_megabytes_without_an_end_stop_early_and_small(raw: bytes, sentence: str) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(ScanLabError, match=sentence):
            plan(raw)
        assert tracemalloc.get_traced_memory()[1] < 20 * len(raw)
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("limit", "value", "sentence"),
    [
        ("MAX_BYTES", 20, r"^labels\.csv has 0 MB; expected at most 0, leave out the columns"),
        ("MAX_ROWS", 1, r"^labels\.csv has more than 1 rows; expected one an image, import a part"),
    ],
)
def test_tables_beyond_the_limits_are_refused(
    monkeypatch: pytest.MonkeyPatch, limit: str, value: int, sentence: str
) -> None:
    monkeypatch.setattr(text_table, limit, value)
    with pytest.raises(ScanLabError, match=sentence):
        plan(PLAIN.encode())
