"""The program as it is started: exit codes, and what goes where."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from mlcore.cli import VERBS
from mlcore.models import registry

PROJECT = Path(__file__).resolve().parents[2]


def program(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mlcore", *words]
    return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=60)


def test_what_is_done_ends_with_0_and_its_answer_on_stdout():
    ended = program("models", "--json")
    assert ended.returncode == 0
    assert [each["name"] for each in json.loads(ended.stdout)] == registry.names()
    assert ended.stderr == ""


def test_wrong_input_ends_with_1_and_one_sentence_on_stderr():
    ended = program("inspect", "nothing", "--json")
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert ended.stderr.startswith("Error: there is no data set 'nothing'")
    assert ended.stderr.count("\n") == 1
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("words", [("dance",), ("models", "--side", "wide")])
def test_wrong_usage_ends_with_2(words):
    ended = program(*words)
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert ended.stderr.startswith("Usage: python -m mlcore")
    assert "Traceback" not in ended.stderr


def test_help_lists_every_verb_with_a_sentence(call):
    told = call("--help").stdout
    lines = {line.split()[0]: line.split()[1:] for line in told.splitlines() if line.split()}
    for verb in VERBS:
        assert len(lines[verb]) > 2
        assert call(verb, "--help").exit_code == 0
    assert "Not a medical device" in told
