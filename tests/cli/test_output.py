import json

import pytest

from mlcore.cli import output
from mlcore.errors import ScanLabError


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, "–"), (0.12345, "0.123"), (26_217_730, "26,217,730"), ("demo", "demo"), (1.0, "1.000")],
)
def test_values_read_well(value, text):
    assert output.text(value) == text


def test_json_is_one_value_on_one_line_and_keeps_letters_as_they_are(capsys):
    output.emit(True, {"label": "Ödem", "score": None}, pytest.fail)
    told = capsys.readouterr().out
    assert told == '{"label": "Ödem", "score": null}\n'
    assert json.loads(told)["score"] is None


def test_what_json_does_not_know_is_a_mistake_of_ours():
    with pytest.raises(ValueError, match="not JSON compliant"):
        output.emit(True, {"score": float("nan")}, pytest.fail)


def test_people_get_the_table_instead(capsys):
    output.emit(False, {"score": 1}, lambda: print("a table"))
    assert capsys.readouterr().out == "a table\n"


def test_numbers_stand_on_the_right_and_words_on_the_left(capsys):
    output.table("T", ["name", "n"], [("a", 5), ("long", 1234), ("none", None)])
    lines = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    assert "  a          5" in lines
    assert "  long   1,234" in lines
    assert "  none       –" in lines


def test_names_in_brackets_are_names_and_not_styles(capsys):
    output.table("[red] :smile:", ["[b]"], [("[/i]",), ("cyst [left]",)])
    told = capsys.readouterr().out
    assert all(text in told for text in ("[red] :smile:", "[b]", "[/i]", "cyst [left]"))


def test_without_a_terminal_progress_says_nothing(capsys):
    with output.progress() as progress:
        progress("reading", 1, 2)
        progress("reading", 2, 2)
    assert capsys.readouterr() == ("", "")


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path):
    with pytest.raises(ScanLabError) as error, output.writing(tmp_path):
        (tmp_path / "no" / "file").write_text("")
    assert str(error.value) == (
        f"{tmp_path} cannot be written (No such file or directory); give another place with --out"
    )
