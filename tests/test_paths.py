from pathlib import Path

import pytest

from mlcore import paths
from mlcore.errors import ScanLabError


def test_the_store_is_where_the_environment_says(monkeypatch, tmp_path):
    monkeypatch.setenv("MLCORE_HOME", str(tmp_path / "elsewhere"))
    assert paths.home() == tmp_path / "elsewhere"
    assert paths.datasets() == tmp_path / "elsewhere" / "datasets"
    assert paths.runs() == tmp_path / "elsewhere" / "runs"


@pytest.mark.parametrize("value", [None, ""])
def test_the_store_is_otherwise_the_data_folder_of_the_project(monkeypatch, value):
    monkeypatch.delenv("MLCORE_HOME")
    if value is not None:
        monkeypatch.setenv("MLCORE_HOME", value)
    assert paths.home() == Path(__file__).resolve().parents[1] / "data"


def test_a_tilde_is_the_home_of_the_user(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("MLCORE_HOME", "~/scans")
    assert paths.home() == tmp_path / "scans"


@pytest.mark.parametrize("name", ["a", "demo", "Chest-14.v2_b", "7", "x" * 64])
def test_a_plain_name_may_become_a_folder(name):
    assert paths.checked_name(name) == name


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "../x", "a/b", "a\\b", ".hidden", "-rf", "a.", "a b", "a\n", "ä", "x" * 65],
)
def test_a_name_that_could_lead_elsewhere_is_refused_in_one_sentence(name):
    with pytest.raises(ScanLabError) as error:
        paths.checked_name(name, "data set")
    assert str(error.value).startswith(f"data set {name!r} cannot be used; expected 1 to 64")
    assert "\n" not in str(error.value)
