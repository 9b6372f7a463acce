"""``demo`` and ``import``: getting data sets into the store."""

from pathlib import Path
from typing import Any

import click

from mlcore.cli import output
from mlcore.data import importing
from mlcore.data.mapping import Mapping


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
@click.option("--table", help="The CSV with the labels, where there are several.")
@click.option("--labels", help="Label columns, or the one that lists findings: a,b,…")
@click.option("--id-column", help="Column with the names of the image files.")
@click.option("--split-column", help="Column with train, val or test; '' to split anew.")
@click.option("--patient-column", help="Column with the patients; '' for none.")
@click.option("--separator", help="Between the findings of a list, such as '|'.")
@output.json_option
def import_(
    path: Path,
    name: str | None,
    side: int,
    channels: str,
    seed: int,
    table: str | None,
    labels: str | None,
    id_column: str | None,
    split_column: str | None,
    patient_column: str | None,
    separator: str | None,
    as_json: bool,
) -> None:
    """Import scans into the store: a folder or ZIP, or a MedMNIST .npz file.

    A folder holds images and one CSV, or a folder of images per class, or is in the study's form.
    What the columns of a CSV mean is guessed, told below, and decided by the options.
    """
    wished = tuple(part.strip() for part in labels.split(",")) if labels else None
    mapping = Mapping(table, id_column, split_column, patient_column, wished, separator)
    with output.progress() as progress:
        data = importing.import_data(
            path,
            name,
            side=side,
            channels=int(channels),
            progress=progress,
            seed=seed,
            mapping=mapping,
        )
    facts = importing.import_report(data)
    output.emit(as_json, facts, lambda: _show_import(facts, data.facts.get("mapping")))


def _show_import(facts: dict[str, Any], mapping: dict[str, Any] | None = None) -> None:
    splits = ", ".join(f"{split} {size:,}" for split, size in facts["splits"].items())
    print(f"{facts['name']}: {facts['n']:,} scans ({splits}), labels {', '.join(facts['labels'])}")
    if mapping and mapping["table"]:
        print(_meaning(mapping))
    if facts["skipped"]:
        output.table(
            f"Skipped: {len(facts['skipped'])}",
            ["file", "reason"],
            [(row["file"], row["reason"]) for row in facts["skipped"]],
        )


def _meaning(mapping: dict[str, Any]) -> str:
    """Which columns an import understood, and how to correct it."""
    columns = {
        "names of files": mapping["id_column"],
        "parts": mapping["split_column"],
        "patients": mapping["patient_column"],
        "lists of findings": mapping["labels"][0] if mapping["separator"] else "",
    }
    said = ", ".join(f"{what} {name!r}" for what, name in columns.items() if name)
    return f"{mapping['table']} was read with the columns: {said} (options change that)"


COMMANDS = {"demo": demo, "import": import_}
