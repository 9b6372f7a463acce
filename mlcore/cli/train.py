"""``train``: start a training and follow it to its end."""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from mlcore.cli import forecasting, output
from mlcore.data.dataset import load
from mlcore.errors import ScanLabError
from mlcore.inspect.wording import counted
from mlcore.models import registry
from mlcore.progress import Progress
from mlcore.runs import folder, results, state
from mlcore.runs.folder import Run
from mlcore.train import cloning, jobs, presets, repeats
from mlcore.train.best_effort import measured
from mlcore.train.config import TrainConfig
from mlcore.train.options import OPTIONS, differing, get

_PRESETS = ", ".join(preset.name for preset in presets.PRESETS)


def _with_options(command: Callable) -> Callable:
    for option in reversed(OPTIONS):
        name = f"--{option.name.replace('_', '-')}"
        switch = option.kind is bool
        listed = registry.names() if option.name == "model" else option.offered()
        choices = f" One of: {', '.join(map(str, listed))}." if listed else ""
        default = ("off", "on")[option.default] if switch else option.default
        only = f" Only with {option.needs}." if option.only else ""
        command = click.option(
            f"{name}/--no-{name[2:]}" if switch else name,
            option.name,
            type=option.kind,
            default=None,
            help=f"{option.help}{choices}{only} [default: {default}]",
        )(command)
    return command


@click.command()
@click.argument("dataset", required=False)
@_with_options
@click.option("--config", "config_file", type=Path, help="Take options from a JSON file.")
@click.option("--preset", help=f"Ready-made settings: {_PRESETS}. Other options win over it.")
@click.option("--like", metavar="RUN", help="Take the settings of a run; other options win.")
@click.option("--resume", metavar="RUN", help="Go on with a lost, stopped or failed run.")
@click.option(
    "--minutes",
    type=click.FloatRange(min=0, min_open=True),
    help="Choose network, side and epochs that fit into so many; other options win.",
)
@click.option("--forecast", is_flag=True, help="Only tell how long it would take.")
@click.option("--detach", is_flag=True, help="Do not wait for the end.")
@click.option("--first", is_flag=True, help="Only where there is no run yet; does not wait.")
@output.json_option
def train(
    dataset: str | None,
    config_file: Path | None,
    preset: str | None,
    like: str | None,
    resume: str | None,
    minutes: float | None,
    forecast: bool,
    detach: bool,
    first: bool,
    as_json: bool,
    **options: Any,
) -> None:
    """Train a network on DATASET; Ctrl-C leaves the run training in the background."""
    if first and folder.all_runs():
        return
    wished = {name: value for name, value in options.items() if value is not None}
    base = _base(config_file, preset, like)
    if forecast or not resume:
        config = _config(dataset, base, wished, minutes)
    if forecast:
        forecasting.show(config, as_json)
        return
    runs = [_resumed(resume)] if resume else repeats.start(config)
    for run in runs:
        print(f"run {run.name}", file=sys.stderr)
    run = runs[0]
    if not (detach or first):
        with output.progress() as progress:
            for each in runs:
                _follow(each, progress)
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


def _base(config_file: Path | None, preset: str | None, like: str | None) -> dict[str, Any]:
    """Settings to start from; a file wins over a run, a run over a preset."""
    values = dict(presets.get(preset).settings) if preset else {}
    values |= cloning.settings_of(folder.get(like)) if like else {}
    return values | (_read(config_file) if config_file else {})


def _config(
    dataset: str | None, base: dict[str, Any], wished: dict[str, Any], minutes: float | None
) -> TrainConfig:
    """What the options ask for; what was wished for expressly wins."""
    values = base | wished
    if dataset:
        values["dataset"] = dataset
    if "dataset" not in values:
        raise click.UsageError("name a data set, such as: python -m mlcore train demo")
    if minutes:
        chosen = measured(load(values["dataset"]), minutes)
        values = base | differing(chosen.to_json()) | wished
        values["dataset"] = chosen.dataset
    config = TrainConfig.from_json(values)
    for name in wished:
        get(name).check_effect(config.to_json())
    return config


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
    print(f"Run {run.name}: {result['state']}, {counted(result['epochs'], 'epoch')}")
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
