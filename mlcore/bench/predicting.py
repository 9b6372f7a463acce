"""Answers of a model, from the bytes of a PNG, beside `keras.Model.predict` and plain PyTorch."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from mlcore import paths
from mlcore.bench.training import TORCH_PYTHON, torch_version
from mlcore.data import demo

MANY = 1000
KERAS_TOO_SLOW = 10
"""Keras answers so many times fewer: each takes as much longer."""


def networks(
    names: Sequence[str], count: int, torch_python: str | None = None
) -> Iterator[dict[str, Any]]:
    """For each network ``{network, ours, keras, torch, beside_keras, beside_torch, difference,
    many_per_second, share_of_arrays, decoding_per_second, share_of_possible}``.

    ``ours, keras, torch``: ``{median, p95}`` milliseconds from the bytes of one 64×64 PNG to its
    probabilities, of ``count`` answers; ``beside_…``: the peer's median over ours, None where there
    is no PyTorch; ``difference``: the largest between our probabilities and those of Keras. Of
    1,000 PNGs: how many are answered a second, as a share of ONNX Runtime's speed on ready arrays,
    how many a second are decoded without being answered, and the first as a share of what is
    possible where both are done with the same cores.
    """
    python = torch_python or os.environ.get(TORCH_PYTHON) or sys.executable
    has_torch = torch_version(python) is not None
    with tempfile.TemporaryDirectory(prefix="scanlab-bench-") as folder:
        scan = Path(folder) / "scan.png"
        ((_, pixels),) = demo.example_scans(1, 0, 64)
        Image.fromarray(np.asarray(pixels)[..., 0]).save(scan)
        for name in names:
            run = Path(folder) / "runs" / name
            run.mkdir(parents=True)
            few = str(max(10, count // KERAS_TOO_SLOW))
            keras = _told(sys.executable, "keras_answers", name, str(scan), str(run), few)
            ours = _told(sys.executable, "our_answers", str(run), str(scan), str(count), str(MANY))
            torch = (
                _told(python, "torch_answers", name, str(scan), str(count)) if has_torch else None
            )
            yield _facts(name, ours, keras, torch)


def _told(python: str, program: str, *words: str) -> dict[str, Any]:
    """What a program of this room printed last; RuntimeError where it fails."""
    ended = subprocess.run(
        [python, "-m", f"mlcore.bench.{program}", *words],
        cwd=paths.PROJECT,
        env=os.environ | {"TF_CPP_MIN_LOG_LEVEL": "3"},
        capture_output=True,
        text=True,
    )
    if ended.returncode:
        raise RuntimeError(f"{program} {' '.join(words)} failed: {ended.stderr[-2000:]}")
    return json.loads(ended.stdout.strip().splitlines()[-1])


def _facts(
    name: str, ours: dict[str, Any], keras: dict[str, Any], torch: dict[str, Any] | None
) -> dict[str, Any]:
    def milliseconds(told: dict[str, Any]) -> dict[str, float]:
        return {key: round(told[key], 3) for key in ("median", "p95")}

    own = np.array(ours["probability"])
    return {
        "network": name,
        "ours": milliseconds(ours),
        "keras": milliseconds(keras),
        "torch": torch and milliseconds(torch),
        "beside_keras": round(keras["median"] / ours["median"], 1),
        "beside_torch": torch and round(torch["median"] / ours["median"], 2),
        "difference": float(np.abs(own - keras["probability"]).max()),
        "many_per_second": round(MANY / ours["many"]),
        "share_of_arrays": round(ours["arrays"] / ours["many"], 3),
        "decoding_per_second": round(MANY / ours["decoding"]),
        "share_of_possible": round((ours["arrays"] + ours["decoding"]) / ours["many"], 3),
    }
