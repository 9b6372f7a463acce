"""``report`` and ``card``: a run as a page for people who decide, and as a model card."""

from pathlib import Path

import click

from mlcore.cli import output
from mlcore.runs import folder

split_option = click.option(
    "--split",
    type=click.Choice(["val", "test"]),
    help="Which scans to tell the scores of; default: test where it has been scored, else val.",
)


@click.command()
@click.argument("run")
@click.option("--out", required=True, type=Path, help="The HTML file to write.")
@split_option
@output.json_option
def report(run: str, out: Path, split: str | None, as_json: bool) -> None:
    """Write RUN as one HTML file to send or print: headline, scores, curves, data, settings."""
    from mlcore.share import facts, report, words

    with output.progress() as progress:
        found = facts.gather(folder.get(run), split, progress)
    report.write(found, out)
    told = {"run": found.run.name, "split": found.split, "headline": words.headline(found)}
    output.emit(
        as_json, told | {"file": str(out)}, lambda: print(f"{told['headline']}\nwritten to {out}")
    )


@click.command()
@click.argument("run")
@click.option("--out", required=True, type=Path, help="The file to write, .md or .html.")
@split_option
@output.json_option
def card(run: str, out: Path, split: str | None, as_json: bool) -> None:
    """Write the model card of RUN: data, recipe, scores, limits, intended use."""
    from mlcore.share import card, facts

    with output.progress() as progress:
        found = facts.gather(folder.get(run), split, progress)
    card.write(found, out)
    told = {"run": found.run.name, "split": found.split, "file": str(out)}
    output.emit(as_json, told, lambda: print(f"written to {out}"))


COMMANDS = {"report": report, "card": card}
