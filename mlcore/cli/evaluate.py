"""``evaluate``: scores of a run, each beside its interval and what a trivial answer scores."""

from typing import Any

import click

from mlcore.cli import averaging, output
from mlcore.evaluate import answers, evaluation, looks
from mlcore.metrics import bootstrap
from mlcore.predict import data_set, models, tta
from mlcore.progress import Progress
from mlcore.runs import folder
from mlcore.runs.folder import Run


@click.command()
@click.argument("run")
@click.option("--split", default="val", show_default=True, help="val or test.")
@click.option(
    "--resamples",
    default=bootstrap.RESAMPLES,
    show_default=True,
    type=click.IntRange(100, 100_000),
    help="How often the scans are drawn again for the intervals.",
)
@averaging.options
@output.json_option
def evaluate(
    run: str, split: str, resamples: int, variants: int, augmentation: str | None, as_json: bool
) -> None:
    """Score RUN on its validation or test part, at the thresholds chosen on validation."""
    over = tta.asked(variants, augmentation)
    asked = folder.get(run)
    with output.progress() as progress:
        if over:
            result = _averaged(asked, split, over, resamples, progress)
        else:
            result = evaluation.evaluate(asked, split, resamples, progress)
    output.emit(as_json, result, lambda: _show(result))


def _averaged(
    run: Run, split: str, over: tta.Averaging, resamples: int, progress: Progress
) -> dict[str, Any]:
    """Printed only: ``evaluation.json`` is about the model's plain answers."""
    answers.of(run, split)  # refuses what cannot be scored before a model is waited for
    given = data_set.averaged(run, models.load_waiting(run), split, over, progress)
    result = evaluation.score(run, split, given, resamples, progress) | {"tta": over.to_json()}
    looks.add(run, split, result)
    return result


def _show(result: dict[str, Any]) -> None:
    columns = ("value", "low", "high", "trivial", "linear", "ceiling")
    rows = []
    for name, metric in result["metrics"].items():
        averages = [(metric["average"], metric), *metric["averages"].items()]
        for of, row in [*averages, *metric["per_label"].items()]:
            rows.append((name, of, *(row[column] for column in columns)))
    output.table(
        f"Run {result['run']}, {result['n']} {result['split']} scans",
        ["score", "of", "value", "95 % from", "to", "trivial", "linear", "ceiling"],
        rows,
    )
    print(
        "Trivial: the best that answers without looking score. Linear: a logistic "
        "regression on 128 numbers a scan. Ceiling: the best that equal scans with different "
        "labels allow; a dash where nothing limits it or the data set is gone."
    )
    if "tta" in result:
        print(averaging.sentence(result["tta"]))
    output.table("Thresholds", ["label", "present from"], result["thresholds"].items())
    if result["split"] == "val":
        print("Thresholds were chosen on these very scans, so F1 here is a little optimistic.")
    else:
        _show_looks(folder.get(result["run"]))


def _show_looks(run: Run) -> None:
    times, cost = looks.count(run), looks.cost(looks.judged(run))
    print(f"This run was scored on its test part {times} time{'' if times == 1 else 's'}.")
    if cost.runs > 1:
        print(
            f"{cost.runs} runs were scored on the same test part; picking the best of them by F1 "
            f"adds about {cost.optimism:.3f} by luck alone."
        )


COMMANDS = {"evaluate": evaluate}
