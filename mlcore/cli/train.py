"""``train``: start a training and follow it to its end."""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from mlcore.cli import output
from mlcore.errors import ScanLabError
from mlcore.models import registry
from mlcore.progress import Progress
from mlcore.runs import folder, results, state
from mlcore.runs.folder import Run
from mlcore.train import jobs
from mlcore.train.config import TrainConfig
from mlcore.train.options import OPTIONS


def _with_options(command: Callable) -> Callable:
    for option in reversed(OPTIONS):
        name = f"--{option.name.replace('_', '-')}"
        listed = registry.names() if option.name == "model" else option.offered()
        choices = f" One of: {', '.join(listed)}." if listed else ""
        command = click.option(
            name,
            option.name,
            type=str if option.choices else option.kind,
            help=f"{option.help}{choices} [default: {option.default}]",
        )(command)
    return command


@click.command()
@click.argument("dataset", required=False)
@_with_options
@click.option("--config", "config_file", type=Path, help="Take options from a JSON file.")
@click.option("--resume", metavar="RUN", help="Go on with a lost, stopped or failed run.")
@click.option("--detach", is_flag=True, help="Do not wait for the end.")
@click.option("--first", is_flag=True, help="Only where there is no run yet; does not wait.")
@output.json_option
def train(
    dataset: str | None,
    config_file: Path | None,
    resume: str | None,
    detach: bool,
    first: bool,
    as_json: bool,
    **options: Any,
) -> None:
    """Train a network on DATASET; Ctrl-C leaves the run training in the background."""
    if first and folder.all_runs():
        return
    run = _resumed(resume) if resume else _started(dataset, config_file, options)
    print(f"run {run.name}", file=sys.stderr)
    if not (detach or first):
        with output.progress() as progress:
            _follow(run, progress)
    result = results.of(run)
    output.emit(as_json, result, lambda: _show(run, result))
    if result["state"] in ("failed", "lost"):
        raise ScanLabError(
            run.status.get("error")
            or f"run {run.name} was lost; 'train --resume {run.name}' goes on with it"
        )


def _resumed(name: str) -> Run:
    run = folder.get(name)
    jobs.resume(run)
    return run


def _started(dataset: str | None, config_file: Path | None, options: dict[str, Any]) -> Run:
    values = _read(config_file) if config_file else {}
    values |= {name: value for name, value in options.items() if value is not None}
    if dataset:
        values["dataset"] = dataset
    if "dataset" not in values:
        raise click.UsageError("name a data set, such as: python -m mlcore train demo")
    return jobs.start(TrainConfig.from_json(values))


def _read(path: Path) -> dict[str, Any]:
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise ScanLabError(f"{path} cannot be read as a configuration: {problem}") from problem
    if not isinstance(values, dict):
        raise ScanLabError(
            f"{path} holds {type(values).__name__}; expected a JSON object of options"
        )
    return values


def _follow(run: Run, progress: Progress) -> None:
    while (now := state.state(run)) in state.LIVE:
        if now == "queued":
            progress("waiting for another training", 0, 1)
            jobs.start_waiting()
        elif lines := run.history():
            last = lines[-1]
            done = last["epoch"] - 1 + last.get("step", 1) / last.get("steps", 1)
            progress("epochs", round(done, 2), run.planned)
        time.sleep(0.25)


def _show(run: Run, result: dict[str, Any]) -> None:
    print(f"Run {run.name}: {result['state']}, {result['epochs']} epochs")
    val = result["val"]
    if val:
        output.table(
            "Validation",
            ["label", "F1 at .5", "F1 tuned", "average precision", "AUC"],
            [
                (label, *(val[name][label] for name in results.PER_LABEL))
                for label in [*val["f1"], "macro"]
                if label != "macro"
            ]
            + [("macro", *(val[f"{name}_macro"] for name in results.PER_LABEL))],
        )


COMMANDS = {"train": train}
