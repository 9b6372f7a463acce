"""What a run depends on beyond its configuration, kept though the data set be deleted."""

import os
import platform
import time
from importlib.metadata import version
from typing import Any

from mlcore import atomic
from mlcore.data.dataset import DataSet
from mlcore.runs.folder import Run
from mlcore.train import augmentation, label_weights
from mlcore.train.config import TrainConfig
from mlcore.train.parts import Part

PACKAGES = ("tensorflow", "keras", "numpy", "solt", "scikit-learn", "onnxruntime")


def write(
    run: Run,
    config: TrainConfig,
    data: DataSet,
    precision: str,
    teaching: Part,
    held_out: Part | None,
) -> None:
    """Write ``environment.json`` and the recipes beside it; ``precision`` is the one in use."""
    facts = _facts(config, data, teaching, held_out)
    recipes = {
        "cleaning.yaml": data.recipe,
        "augmentation.yaml": facts["augmentation"] and augmentation.text_of(config),
    }
    for name, recipe in recipes.items():
        if recipe:
            with atomic.replacing(run.folder / name) as temporary:
                temporary.write_text(recipe, encoding="utf-8")
    atomic.write_json(
        run.folder / "environment.json",
        {
            "started": time.time(),
            "python": platform.python_version(),
            "system": platform.platform(),
            "cores": os.cpu_count(),
            "precision": precision,
            "fingerprint": data.fingerprint,
            "cleaning": data.view,
            **facts,
            "packages": {name: version(name) for name in PACKAGES},
        },
    )


def _facts(
    config: TrainConfig, data: DataSet, teaching: Part, held_out: Part | None
) -> dict[str, Any]:
    """What the options came to for the scans of this data set."""
    return {
        "scans": {"train": len(teaching), "val": 0 if held_out is None else len(held_out)},
        "augmentation": augmentation.facts(config, len(teaching)),
        "label_weights": label_weights.facts(config, teaching.truth, data.labels),
    }
