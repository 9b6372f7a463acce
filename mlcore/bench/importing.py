"""The import of many PNG files, beside nothing but decoding them."""

import io
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image

from mlcore.bench import generated
from mlcore.bench.process import python


def files(n: int, side: int = 64) -> dict[str, Any]:
    """``{n, side, import_seconds, megabytes, pillow_seconds, opencv_seconds, ratio}``.

    ``ratio``: the import over decoding alone with Pillow, which reads what it is given as ScanLab
    does; OpenCV is faster but turns 16-bit scans white.
    """
    with tempfile.TemporaryDirectory(prefix="scanlab-bench-") as folder:
        images = generated.write_files(Path(folder) / "files", n, side)
        paths = sorted(images.iterdir())
        for path in paths:
            path.read_bytes()
        pillow, opencv = _seconds(_pillow, paths), _seconds(_opencv, paths)
        options = ["--name", "bench", "--side", str(side), "--json"]
        measured = python(
            ["-m", "mlcore", "import", str(images.parent), *options], Path(folder) / "home"
        )
    seconds = measured.answer["seconds"]
    return {
        "n": n,
        "side": side,
        "import_seconds": seconds,
        "megabytes": measured.megabytes,
        "pillow_seconds": round(pillow, 3),
        "opencv_seconds": round(opencv, 3),
        "ratio": round(seconds / pillow, 2),
    }


def _seconds(decode: Callable[[bytes], np.ndarray], paths: list[Path]) -> float:
    started = time.perf_counter()
    for path in paths:
        decode(path.read_bytes())
    return time.perf_counter() - started


def _pillow(raw: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(raw)))


def _opencv(raw: bytes) -> np.ndarray:
    return cv2.imdecode(np.frombuffer(raw, np.uint8), cv2.IMREAD_UNCHANGED)
