"""Texts written whole or not at all, with one sentence where that fails."""

from pathlib import Path

from mlcore import atomic
from mlcore.errors import ScanLabError


def text(content: str, file: Path, what: str) -> None:
    """`ScanLabError` where ``file`` cannot be written; ``what`` names it there."""
    try:
        with atomic.replacing(file) as temporary:
            temporary.write_text(content, encoding="utf-8")
    except OSError as problem:
        raise ScanLabError(
            f"{what} cannot be written to {file} ({problem.strerror}); name a file in a folder "
            "that exists and may be written to"
        ) from problem
