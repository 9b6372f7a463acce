"""``inspect``: what is in a data set and what is wrong with it."""

from pathlib import Path
from typing import Any

import click

from mlcore.cli import output
from mlcore.data import dataset


@click.command()
@click.argument("name")
@click.option("--html", type=Path, help="Also write a report with pictures to this file.")
@click.option("--again", is_flag=True, help="Look again even if this has been done before.")
@output.json_option
def inspect(name: str, html: Path | None, again: bool, as_json: bool) -> None:
    """Look for all that a person should know about a data set before training on it."""
    from mlcore.inspect import html_report, inspection, report

    data = dataset.load(name)
    with output.progress() as progress:
        found = (inspection.run if again else inspection.of)(data, progress)
    if html:
        html_report.write(data, found, html)
    summary = report.summary(data, found)
    output.emit(as_json, summary, lambda: _show(name, summary))


def _show(name: str, summary: dict[str, Any]) -> None:
    splits, ceiling = summary["splits"], summary["ceiling_f1"]
    output.table(
        f"{name}: {summary['n']:,} scans; present per label",
        ["label", *(f"{split} (of {size:,})" for split, size in splits.items()), "best F1"],
        [
            (label, *(summary["labels"][split][label] for split in splits), best)
            for label, best in ceiling.items()
        ],
    )
    output.table(
        "Findings",
        ["", "what"],
        [(finding["severity"], finding["sentence"]) for finding in summary["findings"]],
    )
    print(f"inspected in {summary['seconds']:.1f} s")


COMMANDS = {"inspect": inspect}
