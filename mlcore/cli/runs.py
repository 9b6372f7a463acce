"""``runs``: list, show, stop and delete trainings."""

import time
from typing import Any

import click

from mlcore.cli import output
from mlcore.errors import ScanLabError
from mlcore.runs import folder, results, state
from mlcore.runs.folder import Run
from mlcore.train import augmentation


@click.group(invoke_without_command=True)
@click.pass_context
def runs(context: click.Context) -> None:
    """List, show, stop and delete trainings."""
    if context.invoked_subcommand is None:
        context.invoke(list_)


@runs.command("list")
@output.json_option
def list_(as_json: bool = False) -> None:
    """All runs, newest first."""
    rows = [_row(run) for run in folder.all_runs()]
    columns = ["run", "state", "dataset", "model", "epochs", "f1_tuned_macro"]
    output.emit(
        as_json,
        rows,
        lambda: output.table("Runs", columns, [[row[name] for name in columns] for row in rows]),
    )


@runs.command()
@click.argument("name")
@output.json_option
def show(name: str, as_json: bool) -> None:
    """State, settings and last scores of one run."""
    run = folder.get(name)
    facts = results.of(run) | {
        "config": run.config,
        "environment": run.environment,
        "error": run.status.get("error"),
    }
    output.emit(as_json, facts, lambda: _show(facts))


@runs.command()
@click.argument("name")
def stop(name: str) -> None:
    """Ask a run to stop after the batch it is in."""
    run = folder.get(name)
    state.request_stop(run)
    print(f"run {run.name} will stop after its current batch")


@runs.command()
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask.")
def delete(name: str, yes: bool) -> None:
    """Remove a run and its model for good."""
    run = folder.get(name)
    if state.state(run) == "running":
        raise ScanLabError(f"run {run.name} is running; stop it before you delete it")
    if not yes:
        click.confirm(f"Delete run {run.name} and its model?", abort=True)
    folder.delete(run)
    print(f"run {run.name} is deleted")


def _row(run: Run) -> dict[str, Any]:
    facts = results.of(run)
    val = facts.pop("val") or {}
    return facts | {
        "dataset": run.config.get("dataset"),
        "model": run.config.get("model"),
        "f1_macro": val.get("f1_macro"),
        "f1_tuned_macro": val.get("f1_tuned_macro"),
        "average_precision_macro": val.get("average_precision_macro"),
    }


def _show(facts: dict[str, Any]) -> None:
    print(f"Run {facts['run']}: {facts['state']}")
    if facts["error"]:
        print(facts["error"])
    settings = dict(facts["config"])
    if "augmentation" in settings:
        settings["augmentation"] = augmentation.title_of(settings["augmentation"])
    output.table("Settings", ["option", "value"], settings.items())
    if facts["environment"].get("started"):
        started = time.localtime(facts["environment"]["started"])
        print(f"started {time.strftime('%Y-%m-%d %H:%M', started)}, {facts['epochs']} epochs done")
    if facts["environment"].get("augmentation"):
        print(augmentation.sentence(facts["environment"]["augmentation"]))
    if facts["val"]:
        macro = [(name, facts["val"][f"{name}_macro"]) for name in results.PER_LABEL]
        output.table("Validation after the last epoch", ["score (macro)", "value"], macro)


COMMANDS = {"runs": runs}
