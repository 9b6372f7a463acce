"""Training, beside plain Keras and PyTorch on the same generated scans."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np

from mlcore.bench import generated, turns
from mlcore.bench.process import at_home
from mlcore.data.dataset import DataSet
from mlcore.errors import ScanLabError
from mlcore.train import estimate, parts, precision
from mlcore.train.config import TrainConfig

NAME = "bench"
ONE_LABEL = "bench-one-label"
SCANS = 3000
"""About 2,100 of them are of the training part."""
TORCH_PYTHON = "SCANLAB_BENCH_PYTHON"
HEADS_NETWORK = "cnn-2"
"""On which one network for all labels is set against a network for each."""


def networks(
    names: Sequence[str],
    batch: int,
    seconds: float,
    rounds: int,
    torch_python: str | None = None,
    side: int = 64,
) -> Iterator[dict[str, Any]]:
    """For each network how many scans a second learn, ours in batches of ``batch``.

    ``{network, batch, precision, images_per_second, keras, torch, beside_keras, beside_torch,
    flop, share_of_peak, heads, separate}``: ``keras`` and ``torch`` are the peers' images a second,
    ``beside_…`` ours over theirs, None where there is no PyTorch; ``flop`` the floating-point
    operations to learn from one scan as the network is written; ``share_of_peak`` that of the
    quickest matrix product in the same precision, above 1 where convolutions multiply less often
    than written. ``heads``: how many times as long networks of one label take, trained one after
    the other, as one for all labels; ``separate``: how many times as long they take in one run;
    None but for CNN-2. All figures are medians over ``rounds`` of ``seconds``, in turns.
    """
    python = torch_python or os.environ.get(TORCH_PYTHON) or sys.executable
    has_torch = torch_version(python) is not None
    with tempfile.TemporaryDirectory(prefix="scanlab-bench-") as folder:
        home = Path(folder) / "home"
        with at_home(home):
            data = generated.store(NAME, SCANS, side)
            if HEADS_NETWORK in names:
                generated.store(ONE_LABEL, SCANS, side, labels=data.labels[:1])
            file = _arrays(data, Path(folder) / "scans.npz")
            for name in names:
                config = TrainConfig(NAME, model=name, batch=batch)
                commands = _commands(config, file, python if has_torch else None)
                told = turns.images_per_second(commands, home, rounds, seconds)
                yield _facts(config, data, told)


def torch_version(python: str) -> str | None:
    """The version of PyTorch that this Python has; `ScanLabError` where it is no Python."""
    if shutil.which(python) is None:
        raise ScanLabError(
            f"{python} cannot be run; give --torch-python the path of a Python that has PyTorch"
        )
    told = subprocess.run(
        [python, "-c", "import torch; print(torch.__version__)"], capture_output=True, text=True
    )
    return told.stdout.strip() if told.returncode == 0 else None


def _arrays(data: DataSet, file: Path) -> Path:
    """The training scans for the peers, which know no store."""
    config = TrainConfig(NAME)
    part = parts.teaching_part(config, data)
    np.savez(file, pixels=part.pixels(slice(None)), truth=part.truth)
    return file


def _commands(config: TrainConfig, file: Path, torch: str | None) -> dict[str, list[str]]:
    """What to run for each side; the key of `_facts`' figures."""
    policy = precision.resolved(config.precision)
    here, run = sys.executable, "mlcore.bench."

    def ours(config: TrainConfig) -> list[str]:
        return [here, "-m", f"{run}our_training", json.dumps(asdict(config))]

    commands = {
        "peak": [here, "-m", f"{run}matmul", policy.removeprefix("mixed_")],
        "ours": ours(config),
        "keras": [here, "-m", f"{run}plain_keras", config.model, str(file)],
    }
    if torch:
        commands["torch"] = [
            *(torch, "-m", f"{run}pytorch", config.model, str(file), str(config.batch), policy)
        ]
    if config.model == HEADS_NETWORK:
        commands["separate"] = ours(replace(config, sharing="separate"))
        commands["one_label"] = ours(replace(config, dataset=ONE_LABEL))
    return commands


def _facts(config: TrainConfig, data: DataSet, told: dict[str, float]) -> dict[str, Any]:
    ours, torch = told["ours"], told.get("torch")
    separate, one_label = told.get("separate"), told.get("one_label")
    flop = 2 * estimate.FORWARD_AND_BACK * estimate.multiplications(config, data)
    return {
        "network": config.model,
        "batch": config.batch,
        "precision": precision.resolved(config.precision),
        "images_per_second": round(ours, 1),
        "keras": round(told["keras"], 1),
        "torch": torch and round(torch, 1),
        "beside_keras": round(ours / told["keras"], 2),
        "beside_torch": torch and round(ours / torch, 2),
        "flop": flop,
        "share_of_peak": round(ours * flop / told["peak"], 3),
        "heads": one_label and round(len(data.labels) * ours / one_label, 2),
        "separate": separate and round(ours / separate, 2),
    }
