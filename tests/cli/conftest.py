"""Commands called as from the command line, without a process of their own."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result
from PIL import Image

from mlcore.cli import scanlab


@pytest.fixture
def call() -> Callable[..., Result]:
    """Call it with the words of a command; a `ScanLabError` comes out as raised."""

    def call(*words: object) -> Result:
        return CliRunner().invoke(scanlab, [str(word) for word in words], catch_exceptions=False)

    return call


@pytest.fixture
def answer(call: Callable[..., Result]) -> Callable[..., Any]:
    """The JSON value a command prints, and nothing else may it print."""

    def answer(*words: object) -> Any:
        result = call(*words, "--json")
        assert result.exit_code == 0, result.output
        assert result.stdout.count("\n") == 1
        return json.loads(result.stdout)

    return answer


@pytest.fixture
def picture(tmp_path: Path) -> Callable[..., Path]:
    """Write a grey picture of one brightness; return its path."""

    def picture(name: str = "scan.png", brightness: int = 100, side: int = 16) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(np.full((side, side), brightness, np.uint8)).save(path)
        return path

    return picture
