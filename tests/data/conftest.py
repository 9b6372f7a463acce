"""Folders of files to import."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.folders import write


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    """Writes files, bytes by name, into a folder of a name, and tells where it is."""

    def make(files: dict[str, bytes], name: str = "chest") -> Path:
        return write(tmp_path / name, files)

    return make
