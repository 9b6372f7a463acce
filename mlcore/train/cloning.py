"""The settings of a run, to start another one like it."""

from typing import Any

from mlcore.augment import library
from mlcore.augment.recipe import Recipe
from mlcore.errors import ScanLabError
from mlcore.runs.folder import Run
from mlcore.train.config import TrainConfig
from mlcore.train.options import DEFAULTS


def settings_of(run: Run) -> dict[str, Any]:
    """Its data set and a value for every option; `ScanLabError` where they cannot be read.

    Seed included: the same settings on the same data give the same run. An augmentation that is a
    preset or a saved recipe is called by its name again.
    """
    if run.committee:
        raise ScanLabError(
            f"run {run.name} is a committee and has no settings of its own; choose one of its "
            "members"
        )
    config = TrainConfig.from_json(run.config).to_json()
    config["augmentation"] = _named(config["augmentation"])
    return {name: config[name] for name in ("dataset", *DEFAULTS)}


def _named(augmentation: str) -> str:
    if "\n" not in augmentation:
        return augmentation
    try:
        return library.name_of(Recipe.from_yaml(augmentation)) or augmentation
    except ScanLabError:
        return augmentation
