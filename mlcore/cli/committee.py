"""``committee``: several runs that answer together, as a run of their own."""

from typing import Any

import click

from mlcore.cli import output
from mlcore.compare.committee import making, methods
from mlcore.predict import models
from mlcore.runs import folder, results


@click.command()
@click.argument("runs", metavar="RUN RUN…", nargs=-1, required=True)
@click.option(
    "--method",
    type=click.Choice(list(methods.BY_NAME)),
    help="average, unless weights are given; the others fit weights on validation.",
)
@click.option("--weights", metavar="2,1", help="A number a run, for the method weighted.")
@output.json_option
def committee(
    runs: tuple[str, ...], method: str | None, weights: str | None, as_json: bool
) -> None:
    """Make a run of several RUNs on the same data: their answers, combined.

    It can be evaluated, compared and asked like any run.
    """
    chosen = [folder.get(name) for name in runs]
    own = None if weights is None else methods.numbers(weights)
    with output.progress() as progress:
        for run in chosen:
            if not run.onnx_file.exists():
                models.load_waiting(run)
        made = making.make(chosen, method or ("weighted" if own else "average"), own, progress)
    told = results.of(made) | made.committee
    output.emit(as_json, told, lambda: _show(told))


def _show(told: dict[str, Any]) -> None:
    print(f"Run {told['run']}: committee of {len(told['members'])}")
    show_members(told)
    if told["val"]:
        macro = [(name, told["val"][f"{name}_macro"]) for name in results.PER_LABEL]
        output.table("Validation", ["score (macro)", "value"], macro)
    print(f"'evaluate {told['run']}' scores it with intervals")


def show_members(told: dict[str, Any]) -> None:
    """``told`` is what ``committee.json`` holds."""
    title, weights = f"Method {told['method']}: weights", told["weights"]
    if "heights" in told:
        rows = [(name, *each.values()) for name, each in weights.items()]
        output.table(f"{title} of the members' logits", ["run", *told["heights"]], rows)
    else:
        output.table(title, ["run", "weight"], weights.items())


COMMANDS = {"committee": committee}
