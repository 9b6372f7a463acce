"""``evaluate``: scores of a run, each beside its interval and what a trivial answer scores."""

from typing import Any

import click

from mlcore.cli import output
from mlcore.evaluate.evaluation import evaluate as score
from mlcore.runs import folder


@click.command()
@click.argument("run")
@click.option("--split", default="val", show_default=True, help="val or test.")
@output.json_option
def evaluate(run: str, split: str, as_json: bool) -> None:
    """Score RUN on its validation or test part, at the thresholds chosen on validation."""
    result = score(folder.get(run), split)
    output.emit(as_json, result, lambda: _show(result))


def _show(result: dict[str, Any]) -> None:
    rows = []
    for name, metric in result["metrics"].items():
        for label, row in [("macro", metric), *metric["per_label"].items()]:
            rows.append((name, label, row["value"], row["low"], row["high"], row["trivial"]))
    output.table(
        f"Run {result['run']}, {result['n']} {result['split']} scans",
        ["score", "label", "value", "95 % from", "to", "trivial answer"],
        rows,
    )
    output.table("Thresholds", ["label", "present from"], result["thresholds"].items())
    if result["split"] == "val":
        print("Thresholds were chosen on these very scans, so F1 here is a little optimistic.")


COMMANDS = {"evaluate": evaluate}
