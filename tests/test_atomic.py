import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from mlcore import atomic

HALF_WRITTEN = """
import sys, time
from pathlib import Path
from mlcore import atomic
with atomic.replacing(Path(sys.argv[1])) as temporary:
    temporary.write_text("half")
    print("now", flush=True)
    time.sleep(60)
"""


def test_a_file_is_replaced_whole_when_the_block_ends_well(tmp_path):
    path = tmp_path / "state.json"
    path.write_text("old")
    with atomic.replacing(path) as temporary:
        temporary.write_text("new")
        assert path.read_text() == "old"
    assert path.read_text() == "new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_block_that_fails_leaves_the_old_file_and_nothing_else(tmp_path):
    path = tmp_path / "state.json"
    path.write_text("old")
    with pytest.raises(ZeroDivisionError), atomic.replacing(path) as temporary:
        temporary.write_text("half")
        raise ZeroDivisionError
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_writer_that_is_killed_leaves_the_old_file(tmp_path):
    path = tmp_path / "state.json"
    path.write_text("old")
    command = [sys.executable, "-c", HALF_WRITTEN, str(path)]
    project = Path(__file__).resolve().parents[1]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=project) as writer:
        assert writer.stdout.readline() == b"now\n"
        writer.send_signal(signal.SIGKILL)
    assert path.read_text() == "old"


def test_the_temporary_file_ends_as_the_file_does(tmp_path):
    """Keras and numpy choose a format by it, and ``glob`` must not find it."""
    with atomic.replacing(tmp_path / "model.keras") as temporary:
        temporary.touch()
        assert temporary.parent == tmp_path
        assert temporary.suffix == ".keras"
        assert temporary.name.startswith(".")


def test_json_comes_back_as_it_was(tmp_path):
    value = {"label": "Ödem", "n": 3, "score": None, "list": [1.5, True]}
    atomic.write_json(tmp_path / "a.json", value)
    assert atomic.read_json(tmp_path / "a.json") == value


def test_a_number_that_json_does_not_know_is_refused_and_the_old_value_kept(tmp_path):
    path = tmp_path / "a.json"
    atomic.write_json(path, {"n": 1})
    with pytest.raises(ValueError, match="not JSON compliant"):
        atomic.write_json(path, {"n": float("nan")})
    assert json.loads(path.read_text()) == {"n": 1}
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("raw", [b"", b'{"half": ', b"\xff\xfe"])
def test_what_is_not_json_reads_as_nothing(tmp_path, raw):
    (tmp_path / "a.json").write_bytes(raw)
    assert atomic.read_json(tmp_path / "a.json") is None


def test_a_missing_file_reads_as_nothing(tmp_path):
    (tmp_path / "file").touch()
    assert atomic.read_json(tmp_path / "nothing.json") is None
    assert atomic.read_json(tmp_path / "file" / "below.json") is None


def test_a_number_that_json_does_not_know_makes_a_file_unreadable(tmp_path):
    path = tmp_path / "facts.json"
    path.write_text('{"rate": NaN}')
    assert atomic.read_json(path) is None
    assert atomic.read_object(path) == {}
    path.write_text("[1]")
    assert atomic.read_json(path) == [1]
    assert atomic.read_object(path) == {}
