"""``duel`` and ``study``: several trainings that are judged together."""

from pathlib import Path
from typing import Any

import click

from mlcore.cli import output
from mlcore.compare import duel as duels
from mlcore.compare import forecast, study_table, trials
from mlcore.train.config import TrainConfig

group_option = click.option(
    "--group", help="Report over runs that are there already, by the group they belong to."
)
seeds_option = click.option(
    "--seeds", default=3, show_default=True, type=click.IntRange(1, 20), help="Runs of each."
)
split_option = click.option("--split", default="val", show_default=True, help="val or test.")


@click.command()
@click.argument("dataset")
@click.option("--model", default="cnn-2", show_default=True, help="The network of both sides.")
@click.option("--epochs", default=5, show_default=True, type=click.IntRange(1, 10_000))
@seeds_option
@split_option
@group_option
@output.json_option
def duel(
    dataset: str,
    model: str,
    epochs: int,
    seeds: int,
    split: str,
    group: str | None,
    as_json: bool,
) -> None:
    """One network for all labels against one per label on DATASET, at equal epochs, then at equal
    time."""
    with output.progress() as progress:
        if group is None:
            group = duels.start(TrainConfig(dataset, model=model, epochs=epochs), seeds)
            click.echo(f"group {group}", err=True)
        trials.wait(group, progress)
        duels.start_equal_time(group)
        trials.wait(group, progress)
        found = duels.report(group, split, progress=progress)
    output.emit(as_json, found, lambda: _show_duel(found))


@click.command()
@click.argument("dataset")
@click.option("--only", default="", help="Some of the networks, such as cnn-2,cnn-4.")
@click.option("--epochs", default=10, show_default=True, type=click.IntRange(1, 10_000))
@seeds_option
@split_option
@group_option
@click.option("--forecast", "only_forecast", is_flag=True, help="Say how long it takes; no more.")
@click.option("--markdown", type=Path, help="Also write the table to this file.")
@output.json_option
def study(
    dataset: str,
    only: str,
    epochs: int,
    seeds: int,
    split: str,
    group: str | None,
    only_forecast: bool,
    markdown: Path | None,
    as_json: bool,
) -> None:
    """Train the study's eight networks with its recipe on DATASET, beside its published scores."""
    if group is None:
        arms = study_table.arms(dataset, [name for name in only.split(",") if name], epochs)
        expected = forecast.of(arms, seeds)
        if only_forecast:
            output.emit(as_json, expected, lambda: print(forecast.sentence(expected)))
            return
        click.echo(forecast.sentence(expected), err=True)
        group = study_table.start(arms, seeds)
        click.echo(f"group {group}", err=True)
    with output.progress() as progress:
        trials.wait(group, progress)
    found = study_table.report(group, split)
    if markdown:
        with output.writing(markdown, "--markdown"):
            markdown.write_text(study_table.markdown(found), encoding="utf-8")
    output.emit(as_json, found, lambda: print(study_table.markdown(found)))


def _show_duel(found: dict[str, Any]) -> None:
    print(f"Duel {found['group']}: the second side is one network per label.")
    output.table(
        "Sides",
        ["side", "sharing", "epochs", "seconds a run", "runs"],
        [
            (name, arm["sharing"], arm["epochs"], arm["seconds"], len(arm["runs"]))
            for name, arm in found["arms"].items()
        ],
    )
    for title, rows in (
        ("At equal epochs", found["equal_epochs"]),
        ("At equal time", found["equal_time"]),
    ):
        if rows:
            columns = list(rows[0])
            output.table(f"{title}: {found['metric']}", columns, [list(r.values()) for r in rows])
    for label, said in found["verdicts"].items():
        print(f"{label}: {said}")


COMMANDS = {"duel": duel, "study": study}
