"""``evaluate``: scores of a run, each beside its interval and what a trivial answer scores."""

from typing import Any

import click

from mlcore.cli import averaging, output
from mlcore.evaluate import evaluation
from mlcore.predict import data_set, models, tta
from mlcore.runs import folder
from mlcore.runs.folder import Run


@click.command()
@click.argument("run")
@click.option("--split", default="val", show_default=True, help="val or test.")
@averaging.options
@output.json_option
def evaluate(run: str, split: str, variants: int, augmentation: str | None, as_json: bool) -> None:
    """Score RUN on its validation or test part, at the thresholds chosen on validation."""
    over = tta.asked(variants, augmentation)
    asked = folder.get(run)
    result = _averaged(asked, split, over) if over else evaluation.evaluate(asked, split)
    output.emit(as_json, result, lambda: _show(result))


def _averaged(run: Run, split: str, over: tta.Averaging) -> dict[str, Any]:
    """Printed only: ``evaluation.json`` is about the model's plain answers."""
    evaluation.answers(run, split)  # refuses what cannot be scored before a model is waited for
    with output.progress() as progress:
        given = data_set.averaged(run, models.load_waiting(run), split, over, progress)
    return evaluation.score(run, split, given) | {"tta": over.to_json()}


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
    if "tta" in result:
        print(averaging.sentence(result["tta"]))
    output.table("Thresholds", ["label", "present from"], result["thresholds"].items())
    if result["split"] == "val":
        print("Thresholds were chosen on these very scans, so F1 here is a little optimistic.")


COMMANDS = {"evaluate": evaluate}
