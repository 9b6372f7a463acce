"""The augmentation a training asks for: read, checked, and told in the run folder."""

from typing import Any

from mlcore.augment import library
from mlcore.augment.recipe import Recipe
from mlcore.data.dataset import DataSet
from mlcore.errors import ScanLabError
from mlcore.train.config import TrainConfig

NONE = "none"


def recipe_of(config: TrainConfig) -> Recipe:
    """`ScanLabError` where ``config.augmentation`` is no recipe."""
    return library.resolve(config.augmentation)


def text_of(config: TrainConfig) -> str:
    """What a run keeps: the recipe's text, so that it outlives its name and its file."""
    recipe = recipe_of(config)
    return recipe.to_yaml() if recipe.active else NONE


def check(config: TrainConfig, data: DataSet) -> None:
    """Raise `ScanLabError` where the recipe cannot work on the scans of this data set."""
    recipe = recipe_of(config)
    recipe.check_fits((data.side, data.side))
    if config.augmented_copies and not recipe.active:
        raise ScanLabError(
            f"augmented_copies is {config.augmented_copies} but the augmentation changes nothing; "
            "choose a recipe, or 0 copies"
        )


def facts(config: TrainConfig, scans: int) -> dict[str, Any] | None:
    """What ``environment.json`` tells, for so many training scans; None without augmentation."""
    recipe = recipe_of(config)
    if not recipe.active:
        return None
    return {
        "name": library.name_of(recipe),
        "digest": recipe.digest,
        "scans": scans,
        "copies": scans * config.augmented_copies,
    }


def sentence(told: dict[str, Any]) -> str:
    """What a run learnt from, from what `facts` gave."""
    scans, name = f"{told['scans']:,} scans", told["name"] or f"recipe {told['digest']}"
    if told["copies"]:
        return f"learns from {scans} + {told['copies']:,} copies of them ({name})"
    return f"learns from {scans}, changed anew in every epoch ({name})"
