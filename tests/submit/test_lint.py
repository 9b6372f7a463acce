"""Each fault of a file is named, and a file without a fault is valid."""

import pytest

from mlcore.submit import lint, sample
from mlcore.submit.submitted import Expected

IDS = [f"{i}.png" for i in range(40)]
SAMPLE = sample.read(("id,a,b\n" + "".join(f"{i},0,0\n" for i in IDS)).encode(), "sample.csv")
ROWS = [f"{name},{int(i % 4 == 0)},{int(i % 2 == 0)}" for i, name in enumerate(IDS)]
EXPECTED = {"a": Expected(25, 100, "validation"), "b": Expected(50, 100, "validation")}


def checked(rows: list[str], header: str = "id,a,b") -> dict:
    raw = ("\n".join([header, *rows]) + "\n").encode()
    return lint.lint(raw, "mine.csv", SAMPLE, EXPECTED)


def test_a_file_in_the_sample_s_form_is_valid():
    assert checked(ROWS) == {"file": "mine.csv", "verdict": "valid", "n": 40, "problems": []}


@pytest.mark.parametrize(
    ("rows", "header", "check", "verdict"),
    [
        (ROWS[1:], "id,a,b", "missing ids", "invalid"),
        ([*ROWS, "99.png,0,0"], "id,a,b", "unknown ids", "invalid"),
        ([*ROWS, ROWS[0]], "id,a,b", "repeated ids", "invalid"),
        (ROWS, "id,a,c", "columns", "invalid"),
        ([row.replace(",", ";") for row in ROWS], "id;a;b", "separator", "invalid"),
        ([f"0,{row}" for row in ROWS], ",id,a,b", "columns", "invalid"),
        ([*ROWS[:-1], "39.png,0"], "id,a,b", "row lengths", "invalid"),
        ([*ROWS[:-1], "39.png,,0"], "id,a,b", "no numbers", "invalid"),
        ([*ROWS[:-1], "39.png,nan,0"], "id,a,b", "no numbers", "invalid"),
        ([*ROWS[:-1], "39.png,2,0"], "id,a,b", "out of range", "invalid"),
        (ROWS[::-1], "id,a,b", "order", "valid with warnings"),
        ([*ROWS[:-1], "39.png,0.4,0"], "id,a,b", "probabilities", "valid with warnings"),
        ([f"{i},0,1" for i in IDS], "id,a,b", "same answer everywhere", "valid with warnings"),
        ([f"{i},{int(i != '3.png')},0" for i in IDS], "id,a,b", "unlikely share of yes", None),
        ([row.replace(",", ", ") for row in ROWS], "id,a,b", "blanks", "valid with warnings"),
    ],
)
def test_each_fault_is_found(rows, header, check, verdict):
    found = checked(rows, header)
    assert check in [problem["check"] for problem in found["problems"]]
    assert verdict in (None, found["verdict"])


def test_one_fault_and_several_are_counted_in_words():
    one = [problem["sentence"] for problem in checked([*ROWS[1:], "39.png,2,0"])["problems"]]
    assert one[:3] == [
        "1 id of the sample is missing: 0.png.",
        "1 id is there more than once: 39.png.",
        "a: 1 value outside 0 to 1; row 41 holds 2.",
    ]
    assert not any("probabilities" in sentence for sentence in one)
    two = checked([*ROWS[2:], "39.png,0,0", "38.png,0,0"])["problems"]
    assert two[0]["sentence"] == "2 ids of the sample are missing: 0.png, 1.png."


def test_a_byte_order_mark_is_noticed():
    raw = b"\xef\xbb\xbf" + ("\n".join(["id,a,b", *ROWS])).encode()
    assert lint.lint(raw, "mine.csv", SAMPLE)["problems"][0]["check"] == "encoding"


def test_a_mark_and_another_separator_are_no_fault_where_the_sample_has_them():
    marked = sample.read(b"\xef\xbb\xbfid;a\n1.png;0\n2.png;0\n", "sample.csv")
    assert lint.lint(b"\xef\xbb\xbfid;a\n1.png;1\n2.png;0\n", "mine.csv", marked)["problems"] == []
    told = lint.lint(b"id,a\n1.png,1\n2.png,0\n", "mine.csv", marked)["problems"]
    assert [problem["check"] for problem in told] == ["separator", "encoding"]
    assert told[0]["sentence"] == (
        "The cells are separated by a comma, in the sample by a semicolon."
    )


def test_other_columns_than_expected_are_told_in_order():
    found = checked([f"{n},{b},{a}" for n, a, b in (r.split(",") for r in ROWS)], "id,b,a")
    assert "another order; the sample has id, a, b" in found["problems"][0]["sentence"]
