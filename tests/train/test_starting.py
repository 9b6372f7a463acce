"""Importing TensorFlow takes no longer than it has to."""

import importlib
import subprocess
import sys

import pytest

from mlcore.train import starting


@pytest.fixture
def library(tmp_path, monkeypatch):
    """One that can be imported, and that Keras would import too."""
    (tmp_path / "plots_of_keras.py").write_text("here = True")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(starting, "UNUSED_BY_US", ("plots_of_keras",))
    yield "plots_of_keras"
    sys.modules.pop("plots_of_keras", None)


def found_meanwhile(monkeypatch, library):
    """What is imported in the place of Keras looks for the library."""
    found = []
    real = importlib.import_module

    def look(name):
        try:
            found.append((name, real(library).here))
        except ModuleNotFoundError:
            found.append((name, False))

    with monkeypatch.context() as patched:
        patched.setattr(importlib, "import_module", look)
        starting.import_tensorflow()
    return found


def test_keras_does_not_find_what_a_worker_has_no_use_for(monkeypatch, library):
    assert found_meanwhile(monkeypatch, library) == [("keras", False)]


def test_afterwards_it_can_be_imported(monkeypatch, library):
    found_meanwhile(monkeypatch, library)
    assert importlib.import_module(library).here


def test_what_is_imported_already_is_left_as_it_is(monkeypatch, library):
    before = importlib.import_module(library)
    assert found_meanwhile(monkeypatch, library) == [("keras", True)]
    assert sys.modules[library] is before


def test_it_is_there_again_when_keras_cannot_be_imported(monkeypatch, library):
    def fail(name):
        raise ImportError(name)

    monkeypatch.setattr(importlib, "import_module", fail)
    with pytest.raises(ImportError):
        starting.import_tensorflow()
    assert library not in sys.modules


def test_a_process_that_leaves_has_said_all_and_skips_what_would_follow():
    program = (
        "import atexit; from mlcore.train import starting\n"
        "atexit.register(print, 'taken apart')\n"
        "print('said', end=''); starting.leave()"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "said", "")
