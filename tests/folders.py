"""Folders of generated scans for tests of importing."""

import io
from pathlib import Path

import numpy as np
from PIL import Image

from mlcore.data.archive import Source


def scan(seed: int, side: int = 16) -> np.ndarray:
    """Noise, ``(side, side)`` uint8, another one for each seed."""
    return np.random.default_rng(seed).integers(0, 256, (side, side), np.uint8)


def png(picture: np.ndarray) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(picture).save(buffer, "PNG")
    return buffer.getvalue()


def write(folder: Path, files: dict[str, bytes]) -> Path:
    """Write ``files``, bytes by name, below ``folder`` and return it."""
    for name, raw in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)
    return folder


def source(files: dict[str, bytes]) -> Source:
    """The same in memory, for what never opens a picture."""
    sizes = {name: len(raw) for name, raw in files.items()}
    return Source("scans", sizes, files.__getitem__, lambda: None)


def csv(*rows: str) -> bytes:
    return ("\n".join(rows) + "\n").encode()
