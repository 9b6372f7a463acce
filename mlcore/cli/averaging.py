"""The options of test-time augmentation, which several verbs have, and the sentence about it."""

from collections.abc import Callable
from typing import Any

import click

from mlcore.predict import tta


def options(command: Callable) -> Callable:
    """Adds ``variants`` (0: none) and ``augmentation`` to a command."""
    recipe = click.option(
        "--augmentation",
        help="The recipe of the variants: a preset, a saved one or a YAML file. "
        f"[default: {tta.DEFAULT}]",
    )
    variants = click.option(
        "--tta",
        "variants",
        default=0,
        show_default=True,
        type=click.IntRange(0, tta.MOST),
        help="Test-time augmentation: average the answers to a scan and to so many changed "
        "variants of it.",
    )
    return variants(recipe(command))


def sentence(used: dict[str, Any]) -> str:
    """What people are told of ``Averaging.to_json``."""
    recipe = used["augmentation"] or f"a recipe of your own ({used['digest']})"
    return (
        f"Each probability is the mean of the answers to the scan and to {used['variants']} "
        f"variants of it (test-time augmentation, {recipe})."
    )
