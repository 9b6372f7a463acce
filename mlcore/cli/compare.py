"""``runs compare``: two runs side by side, with verdicts in words."""

import click

from mlcore.cli import output
from mlcore.compare import two_runs
from mlcore.compare.paired import Row
from mlcore.compare.two_runs import TwoRuns
from mlcore.compare.verdict import in_words
from mlcore.metrics import bootstrap, table
from mlcore.runs import folder

COLUMNS = ("of", "first", "second", "difference", "95 % from", "to", "p", "the second is")


@click.command()
@click.argument("first")
@click.argument("second")
@click.option("--split", default="val", show_default=True, help="val or test.")
@click.option(
    "--metric",
    default="f1",
    show_default=True,
    type=click.Choice(list(table.BY_NAME)),
    help="The score to compare.",
)
@click.option(
    "--resamples",
    default=bootstrap.RESAMPLES,
    show_default=True,
    type=click.IntRange(100, 100_000),
    help="How often the scans are drawn again.",
)
@output.json_option
def compare(
    first: str, second: str, split: str, metric: str, resamples: int, as_json: bool
) -> None:
    """Say whether run SECOND does better than run FIRST, label by label.

    Other seeds of the same settings are found and used to judge the settings.
    """
    one, two = folder.get(first), folder.get(second)
    with output.progress() as progress:
        found = two_runs.compare(one, two, split, metric, resamples, progress)
    output.emit(as_json, found.to_json(), lambda: _show(found))


def _show(found: TwoRuns) -> None:
    for sentence in found.sentences:
        print(sentence)
    if found.differing:
        output.table(
            "Settings that differ",
            ["option", found.first.name, found.second.name],
            [
                (name, *(str(value).partition("\n")[0] for value in values))
                for name, values in found.differing.items()
            ],
        )
    title = found.models.metric.title
    rows = [found.models.mean, *found.models.labels]
    output.table(f"Models: {title}, {found.models.scans} {found.split} scans", COLUMNS, _rows(rows))
    if found.settings and max(found.runs) > 1:
        output.table(f"Settings: {title}", COLUMNS, _rows(found.settings))
    output.table(
        "Decisions (McNemar's test)",
        ["label", "only first right", "only second right", "p"],
        [
            (label, each.only_first, each.only_second, in_words(each.p))
            for label, each in zip(found.first.labels, found.models.disagreements, strict=True)
        ],
    )
    print("p of labels is Holm's: the chance of any false alarm over all labels together.")


def _rows(rows: list[Row]) -> list[tuple]:
    return [
        tuple(
            None if value != value else value
            for value in (vars(row) | {"p": in_words(row.p)}).values()
        )
        for row in rows
    ]
