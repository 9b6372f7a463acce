"""``submit``, ``lint-submission`` and ``shake-up`` by their words."""

import numpy as np
import pytest

from mlcore.errors import ScanLabError
from tests import finished_runs

IDS = [f"{i}.png" for i in range(60)]


@pytest.fixture
def files(tmp_path):
    run = finished_runs.make()
    truth, probability = finished_runs.answers()
    finished_runs.keep_answers(run, truth, probability)
    finished_runs.keep_answers(run, np.full_like(truth, np.nan), probability, "test")
    sample = tmp_path / "sample.csv"
    sample.write_text("id,large,small\n" + "".join(f"{name},0,0\n" for name in IDS))
    return sample, tmp_path / "mine.csv"


def test_a_file_is_written_checked_and_valid(answer, files):
    sample, out = files
    told = answer("submit", "latest", "--sample", sample, "--out", out)
    assert (told["verdict"], told["n"]) == ("valid", 60)
    assert len(out.read_text().splitlines()) == 61
    checked = answer("lint-submission", out, "--sample", sample, "--run", "latest")
    assert checked["problems"] == []
    shrunk = answer("submit", "latest", "--sample", sample, "--out", out, "--rule", "shrunk")
    assert (told["rule"], shrunk["rule"]) == ("run", "shrunk")
    assert shrunk["thresholds"] != told["thresholds"]


def test_an_invalid_file_ends_with_one(call, files):
    sample, out = files
    out.write_text("id,large\n0.png,1\n")
    result = call("lint-submission", out, "--sample", sample)
    assert result.exit_code == 1
    assert "The column small is missing." in result.stdout


def test_two_files_can_be_compared(call, answer, files):
    sample, out = files
    call("submit", "latest", "--sample", sample, "--out", out)
    assert answer("lint-submission", out, "--against", out)["changed"] == 0


def test_a_data_set_without_a_sample_asks_for_one(call, files):
    with pytest.raises(ScanLabError, match="was imported without a sample_submission"):
        call("submit", "latest", "--out", files[1])


@pytest.mark.usefixtures("files")
def test_luck_is_told_as_a_gap_around_zero(answer):
    told = answer("shake-up", "latest", "--draws", 200)
    assert told["runs"][0]["gap"]["low"] < 0 < told["runs"][0]["gap"]["high"]


@pytest.mark.usefixtures("files")
def test_an_unknown_score_is_named(call):
    result = call("shake-up", "latest", "--metric", "f2")
    assert result.exit_code == 2
    assert "'f2' is not one of" in result.output
