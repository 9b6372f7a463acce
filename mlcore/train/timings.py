"""How fast trainings went on this machine, kept to tell how long the next one will take.

A file a kind of training in ``MLCORE_HOME/cache/timings/``; deleting them loses nothing but
foresight.
"""

import hashlib
import json
import os
import platform
import sys
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Self

from mlcore import atomic, paths
from mlcore.data.dataset import DataSet
from mlcore.runs.folder import Run
from mlcore.train import augmentation
from mlcore.train.config import TrainConfig

NETWORK_OPTIONS = (
    *("model", "sharing", "head", "optimizer", "batch", "precision"),
    *("augmented_copies", "ema_decay"),
)
"""Options on which the time of a step depends; that of the others is too little to see."""


@dataclass(frozen=True)
class Timing:
    """What was measured of one kind of training."""

    images_per_second: float
    """Learning only."""
    megabytes: float | None
    """Most memory the worker had at any time; None where the system does not tell."""
    start_seconds: float
    """From the start of the worker to its first step, that step included."""

    @classmethod
    def read(cls, path: Path) -> Self | None:
        kept = atomic.read_json(path)
        try:
            return cls(**kept["timing"])
        except (TypeError, KeyError):
            return None


def get(config: TrainConfig, data: DataSet) -> Timing | None:
    """What is known of exactly this kind of training on this machine."""
    return Timing.read(_file(_key(config, data)))


def keep(config: TrainConfig, data: DataSet, timing: Timing) -> None:
    """Remember it; the newest measurement replaces an older one."""
    key = _key(config, data)
    path = _file(key)
    path.parent.mkdir(parents=True, exist_ok=True)
    atomic.write_json(path, {"of": key, "timing": asdict(timing)})


def keep_of(run: Run, config: TrainConfig, data: DataSet) -> None:
    """Remember how a run went, in the process that trained it; nothing where it has one epoch only,
    as the first includes the start."""
    speeds = [line["images_per_second"] for line in run.epochs()[1:]]
    batches = [line["time"] for line in run.history() if line["kind"] == "batch"]
    if speeds and batches:
        started = max(0.0, batches[0] - run.environment["started"])
        keep(config, data, Timing(median(speeds), megabytes_used(), round(started, 2)))


def megabytes_used() -> float | None:
    """Most memory this process had at any time; None where the system does not tell."""
    try:
        import resource
    except ImportError:
        return None
    # Linux counts in kilobytes, macOS in bytes.
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit, 1)


@cache
def machine() -> str:
    """Processor, cores and TensorFlow: what was measured on another one is of no use here."""
    return f"{_processor()}, {os.cpu_count()} cores, TensorFlow {version('tensorflow')}"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.machine())


def _key(config: TrainConfig, data: DataSet) -> dict[str, str | int | float]:
    recipe = augmentation.recipe_of(config)
    return {
        "machine": machine(),
        "stored": f"{data.side}x{data.side}x{data.channels}",
        "side": config.side or data.side,
        "channels": config.channels or data.channels,
        "labels": len(data.labels),
        "augmentation": recipe.digest if recipe.active else "",
        **{name: getattr(config, name) for name in NETWORK_OPTIONS},
    }


def _file(key: dict[str, str | int | float]) -> Path:
    digest = hashlib.sha256(json.dumps(key, sort_keys=True).encode()).hexdigest()[:16]
    return paths.cache() / "timings" / f"{digest}.json"
