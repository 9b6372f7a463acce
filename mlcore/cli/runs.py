"""``runs``: list, show, steer, queue, compare and delete trainings."""

import time
from dataclasses import asdict
from typing import Any

import click

from mlcore.augment import library
from mlcore.cli import committee, compare, output
from mlcore.errors import ScanLabError
from mlcore.inspect.wording import counted
from mlcore.runs import folder, queue, results, state, summaries
from mlcore.runs.coach import notes
from mlcore.train import augmentation, jobs


@click.group(invoke_without_command=True)
@click.pass_context
def runs(context: click.Context) -> None:
    """List, show, steer, queue and delete trainings."""
    if context.invoked_subcommand is None:
        context.invoke(list_)


@runs.command("list")
@output.json_option
def list_(as_json: bool = False) -> None:
    """All runs, newest first."""
    rows = [asdict(summary) for summary in summaries.every()]
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
    """State, settings and last scores of one run, and what the coach says of it."""
    run = folder.get(name)
    facts = results.of(run) | {
        "config": run.config,
        "committee": run.committee or None,
        "environment": run.environment,
        "error": run.status.get("error"),
        "snapshots": run.snapshots(),
        "coach": [asdict(note) for note in notes.notes(run)],
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
def cancel(name: str) -> None:
    """Take a waiting run out of the queue; it can be resumed."""
    run = folder.get(name)
    now = state.state(run)
    if now != "queued":
        raise ScanLabError(f"run {run.name} is {now}, not queued; 'runs stop' ends a training")
    state.request_stop(run)
    print(f"run {run.name} is out of the queue")


@runs.command()
@click.argument("name")
def pause(name: str) -> None:
    """Let a run wait after the batch it is in; frees the processor, not the memory."""
    run = folder.get(name)
    state.request_pause(run)
    print(f"run {run.name} pauses; 'runs continue' lets it go on")


@runs.command("continue")
@click.argument("name")
def continue_(name: str) -> None:
    """Let a paused run go on."""
    run = folder.get(name)
    state.end_pause(run)
    print(f"run {run.name} goes on")


@runs.command()
@click.argument("name")
@click.argument("epochs", type=int)
def extend(name: str, epochs: int) -> None:
    """Let an ended run go on to EPOCHS epochs in all."""
    run = folder.get(name)
    jobs.extend(run, epochs)
    print(f"run {run.name} goes on to {counted(epochs, 'epoch')}")


@runs.command()
@click.argument("name")
@click.argument("epoch", type=int)
def pick(name: str, epoch: int) -> None:
    """Make the weights after EPOCH the model of an ended run."""
    run = folder.get(name)
    jobs.pick(run, epoch)
    print(f"the model of run {run.name} becomes that of epoch {epoch}; this takes some seconds")


@runs.command(context_settings={"ignore_unknown_options": True})
@click.argument("name")
@click.argument("places", type=int)
def move(name: str, places: int) -> None:
    """Let a waiting run wait PLACES longer; -1 is one place sooner."""
    queue.move(folder.get(name), places)
    print("the queue: " + (", ".join(run.name for run in queue.waiting()) or "nobody waits"))


@runs.command()
@click.argument("count", type=int, required=False)
def limit(count: int | None) -> None:
    """Say how many runs train at once, or set it to COUNT."""
    if count is not None:
        queue.set_limit(count)
        jobs.start_waiting()
    print(f"runs at once: {queue.limit()}")


@runs.command()
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask.")
def delete(name: str, yes: bool) -> None:
    """Remove a run and its model for good."""
    run = folder.get(name)
    state.check_at_rest(run, "delete it")
    if not yes:
        click.confirm(f"Delete run {run.name} and its model?", abort=True)
    folder.delete(run)
    print(f"run {run.name} is deleted")


def _show(facts: dict[str, Any]) -> None:
    print(f"Run {facts['run']}: {facts['state']}")
    if facts["error"]:
        print(facts["error"])
    if facts["committee"]:
        committee.show_members(facts["committee"])
    else:
        _show_settings(facts["config"])
    if facts["environment"].get("started"):
        started = time.localtime(facts["environment"]["started"])
        done = counted(facts["epochs"], "epoch")
        print(f"started {time.strftime('%Y-%m-%d %H:%M', started)}, {done} done")
    if facts["environment"].get("augmentation"):
        print(augmentation.sentence(facts["environment"]["augmentation"]))
    if facts["val"]:
        macro = [(name, facts["val"][f"{name}_macro"]) for name in results.PER_LABEL]
        output.table("Validation", ["score (macro)", "value"], macro)
    for note in facts["coach"]:
        print(f"{note['title']}. {note['sentence']}\n  Try: {note['remedy']}")


def _show_settings(config: dict[str, Any]) -> None:
    settings = dict(config)
    if "augmentation" in settings:
        settings["augmentation"] = library.title_of(settings["augmentation"])
    output.table("Settings", ["option", "value"], settings.items())


runs.add_command(compare.compare)

COMMANDS = {"runs": runs}
