"""``demo``, ``import`` and ``inspect``: getting data sets and looking into them."""

from pathlib import Path
from typing import Any

import click

from mlcore.cli import output
from mlcore.data import dataset, importing
from mlcore.data.dataset import DataSet
from mlcore.inspect import report


@click.command()
@click.option("--name", default="demo", show_default=True)
@click.option("--train", default=4000, show_default=True, help="Training scans.")
@click.option("--val", default=1000, show_default=True, help="Validation scans.")
@click.option("--test", default=1000, show_default=True, help="Test scans.")
@click.option("--side", default=64, show_default=True, help="Pixels a side.")
@click.option("--seed", default=0, show_default=True, help="The same seed, the same scans.")
@output.json_option
def demo(name: str, train: int, val: int, test: int, side: int, seed: int, as_json: bool) -> None:
    """Make the built-in data set; one that is already there is left as it is."""
    from mlcore.data import demo as built_in

    with output.progress() as progress:
        data = built_in.make(name, train, val, test, seed=seed, side=side, progress=progress)
    facts = importing.import_report(data)
    output.emit(as_json, facts, lambda: _show_import(facts))


@click.command("import")
@click.argument("path", type=Path)
@click.option("--name", help="Name in the store; by default made from the file name.")
@click.option("--side", default=64, show_default=True, help="Pixels a side after import.")
@click.option("--channels", default="1", show_default=True, type=click.Choice(["1", "3"]))
@click.option("--seed", default=0, show_default=True, help="Of the split, where one is made.")
@output.json_option
def import_(
    path: Path, name: str | None, side: int, channels: str, seed: int, as_json: bool
) -> None:
    """Import a folder or ZIP in the study's form into the store."""
    with output.progress() as progress:
        data = importing.import_data(
            path, name, side=side, channels=int(channels), seed=seed, progress=progress
        )
    facts = importing.import_report(data)
    output.emit(as_json, facts, lambda: _show_import(facts))


@click.command()
@click.argument("name")
@output.json_option
def inspect(name: str, as_json: bool) -> None:
    """Count labels and black scans of a data set."""
    data = dataset.load(name)
    found = report.inspect(data)
    output.emit(as_json, found, lambda: _show_findings(data, found))


def _show_import(facts: dict[str, Any]) -> None:
    splits = ", ".join(f"{split} {size:,}" for split, size in facts["splits"].items())
    print(f"{facts['name']}: {facts['n']:,} scans ({splits}), labels {', '.join(facts['labels'])}")
    if facts["skipped"]:
        output.table(
            f"Skipped: {len(facts['skipped'])}",
            ["file", "reason"],
            [(row["file"], row["reason"]) for row in facts["skipped"]],
        )


def _show_findings(data: DataSet, found: dict[str, Any]) -> None:
    splits = found["splits"]
    output.table(
        f"{data.name}: {found['n']:,} scans; present per label",
        ["label", *(f"{split} (of {size:,})" for split, size in splits.items())],
        [(label, *(found["labels"][split][label] for split in splits)) for label in data.labels],
    )
    print(f"black: {found['black']['count']:,} scans ({found['black']['fraction']:.1%})")


COMMANDS = {"demo": demo, "import": import_, "inspect": inspect}
