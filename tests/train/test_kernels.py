"""TensorFlow is started with the quick kernels, unless somebody wants others."""

import os
import subprocess

import pytest

from mlcore.train import kernels, processes

NAME = "TF_ENABLE_ONEDNN_OPTS"


def told_by_a_launched_program(tmp_path, monkeypatch):
    (tmp_path / "tells.py").write_text(f"import os, sys; print(os.environ[{NAME!r}])")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    began = []
    real = subprocess.Popen
    monkeypatch.setattr(
        subprocess, "Popen", lambda *a, **k: began.append(real(*a, **k)) or began[-1]
    )
    processes.launch("tells", tmp_path, tmp_path / "log", subprocess.DEVNULL)
    began[0].wait(20)
    return (tmp_path / "log").read_text().strip()


@pytest.mark.parametrize(("set_before", "found"), [(None, "1"), ("0", "0")])
def test_a_launched_program_has_them_unless_they_were_set(tmp_path, monkeypatch, set_before, found):
    monkeypatch.delenv(NAME, raising=False)
    if set_before:
        monkeypatch.setenv(NAME, set_before)
    assert told_by_a_launched_program(tmp_path, monkeypatch) == found


def test_a_program_that_is_started_by_anybody_chooses_for_itself(monkeypatch):
    monkeypatch.delenv(NAME, raising=False)
    kernels.choose()
    assert os.environ[NAME] == "1"
