"""``safety``: how much a recipe leaves of a data set's scans and labels."""

from typing import Any

import click

from mlcore.augment import library, presets, safety, sample
from mlcore.augment.safety import Finding, Report
from mlcore.cli import output
from mlcore.data import dataset
from mlcore.predict import models
from mlcore.predict.judge import judge
from mlcore.runs import folder


@click.command(name="safety")
@click.argument("data_set")
@click.option("--preset", help="A ready-made recipe: none, gentle or study.")
@click.option("--recipe", help="A saved recipe's name or a recipe file (YAML) instead.")
@click.option("--model", "run", help="A finished run: also say how its decisions change.")
@click.option("--scans", default=64, show_default=True, type=click.IntRange(1, 10_000))
@click.option("--variants", default=4, show_default=True, type=click.IntRange(1, 100))
@click.option("--seed", default=0, show_default=True, type=click.IntRange(0))
@output.json_option
def safety_meter(
    data_set: str,
    preset: str | None,
    recipe: str | None,
    run: str | None,
    scans: int,
    variants: int,
    seed: int,
    as_json: bool,
) -> None:
    """Judge a recipe on scans of DATA_SET: what it removes, and which labels it makes wrong."""
    if (recipe is None) == (preset is None):
        raise click.UsageError("give either --recipe NAME-OR-FILE or --preset NAME")
    chosen = presets.get(preset).recipe if preset else library.resolve(recipe)
    model = judge(models.load_waiting(folder.get(run))) if run else None
    drawn = sample.draw(dataset.load(data_set), scans, seed)
    with output.progress() as progress:
        report = safety.check(chosen, drawn, model, seed, variants, progress)
    output.emit(as_json, _json(report), lambda: _show(report))


def _json(report: Report) -> dict[str, Any]:
    return {
        "recipe": report.whole.recipe.digest,
        **report.whole.to_json(),
        "steps": [step.to_json() for step in report.steps],
        "not_alone": list(report.alone_impossible),
    }


def _show(report: Report) -> None:
    measures = report.whole.measures
    output.table(
        f"Safety on {measures.scans} scans, {measures.variants} variants each",
        ["", "verdict", "kept", "kept by 9 of 10", "structure kept", "grey levels off"],
        [_row(finding) for finding in (report.whole, *report.steps)],
    )
    if measures.labels:
        output.table(
            "What the model makes of the recipe",
            ["label", "change of probability", "flipped", "positives", "of them flipped"],
            [
                (each.label, each.shift, each.flipped, each.positives, each.lost)
                for each in measures.labels
            ],
        )
    print(f"{report.whole.verdict.upper()}: {report.whole.sentence}")
    for reason in report.whole.reasons:
        print(f"- {reason}")
    for step in report.steps:
        print(f"{step.verdict}: {step.sentence}")
    for title in report.alone_impossible:
        print(f"{title} cannot work without the steps before it and is not measured alone.")


def _row(finding: Finding) -> tuple[Any, ...]:
    measures = finding.measures
    return (
        finding.title,
        finding.verdict,
        measures.lit.mean,
        measures.lit.low,
        measures.structure.mean,
        measures.distance.mean,
    )


COMMANDS = {"safety": safety_meter}
