"""``clean``: make a cleaned data set by a recipe, without copying its pixels."""

from pathlib import Path
from typing import Any

import click
import numpy as np
import pandas as pd

from mlcore.clean import balance, cleaned, store
from mlcore.clean.cleaned import Cleaned
from mlcore.clean.recipe import CleaningRecipe
from mlcore.cli import output
from mlcore.data import dataset, views
from mlcore.data.dataset import DataSet


@click.command()
@click.argument("name")
@click.option("--recipe", "file", type=Path, required=True, help="A recipe file (YAML).")
@click.option("--save-as", "new", metavar="NEW", help="Name of the cleaned data set.")
@click.option("--csv", "csv", type=Path, help="Also write what became of every scan, as a table.")
@output.json_option
def clean(name: str, file: Path, new: str | None, csv: Path | None, as_json: bool) -> None:
    """Clean the data set NAME by a recipe; without --save-as only tell what it would do."""
    data = dataset.load(name)
    recipe = CleaningRecipe.read(file)
    if new:
        views.check_name(new)
    with output.progress() as progress:
        result = cleaned.apply(data, recipe, progress=progress)
    made = store.save(result, new) if new else result.preview
    if csv:
        store.write_csv(result, csv)
    parts = balance.balance(data, made)
    facts = {
        "name": new,
        "base": result.data.name,
        "n": len(made),
        "splits": made.split_sizes(),
        "fingerprint": made.fingerprint,
        "recipe": result.recipe.digest,
        "log": [done.to_json() for done in result.log],
        "balance": _rows(parts),
    }
    output.emit(as_json, facts, lambda: _show(result, made, new, parts))


def _rows(parts: pd.DataFrame) -> list[dict[str, Any]]:
    return parts.astype(object).where(parts.notna(), None).to_dict("records")


def _show(result: Cleaned, made: DataSet, new: str | None, parts: pd.DataFrame) -> None:
    for number, done in enumerate(result.log, 1):
        print(f"{number}. {done.decision}: {done.sentence}")
    sizes = ", ".join(f"{split} {size:,}" for split, size in made.split_sizes().items())
    what = f"Saved as {new}" if new else "Nothing saved (no --save-as)"
    print(f"{what}: {len(made):,} of {len(result.data):,} scans ({sizes})")
    if any(done.decision == "resplit" for done in result.log):
        output.table(
            "Scans with each label, and how far their share is off",
            ["part", "label", "before", "off by", "after", "off by"],
            [
                (
                    row.split,
                    row.label,
                    _count(row.present_before),
                    _percent(row.drift_before),
                    _count(row.present_after),
                    _percent(row.drift_after),
                )
                for row in parts.itertuples()
            ],
        )


def _count(value: float) -> int | None:
    return None if np.isnan(value) else int(value)


def _percent(value: float) -> str | None:
    return None if np.isnan(value) else f"{value:+.0%}"


COMMANDS = {"clean": clean}
