"""``predict``: answers for image files, one result or one error a file."""

import csv
from dataclasses import replace
from pathlib import Path

import click

from mlcore import atomic
from mlcore.cli import averaging, output
from mlcore.predict import inputs, models, tta
from mlcore.predict.predictor import Answer
from mlcore.runs import folder


@click.command()
@click.argument("run")
@click.argument("files", nargs=-1, required=True, type=Path)
@click.option("--out", type=Path, help="Also write the answers to this CSV file.")
@averaging.options
@output.json_option
def predict(
    run: str,
    files: tuple[Path, ...],
    out: Path | None,
    variants: int,
    augmentation: str | None,
    as_json: bool,
) -> None:
    """Ask the model of RUN about FILES: pictures, DICOM, NPY, ZIPs and folders, told by their
    content. Not a medical device."""
    over = tta.asked(variants, augmentation)
    predictor = models.load_waiting(folder.get(run))
    given = [(str(path), path) for path in files]
    answers = []
    with output.progress() as progress:
        total = inputs.count(given)
        for answer in predictor.answers(inputs.each(given), over):
            answers.append(replace(answer, pixels=None))
            progress("scans", len(answers), total)
    if out:
        with output.writing(out):
            _write(out, answers, predictor.labels)
    output.emit(
        as_json, [answer.to_json() for answer in answers], lambda: _show(answers, predictor.labels)
    )


def _show(answers: list[Answer], labels: tuple[str, ...]) -> None:
    output.table(
        "Probability per label (* present: at or above the label's threshold)",
        ["file", *labels, "notes"],
        [
            (
                answer.file,
                *(_cell(answer, label) for label in labels),
                answer.error or "; ".join(answer.warnings),
            )
            for answer in answers
        ],
    )
    used = next((answer.tta for answer in answers if answer.tta), None)
    if used:
        print(averaging.sentence(used))
    print("Not a medical device: answers are for study, not for diagnosis.")


def _cell(answer: Answer, label: str) -> str | None:
    if answer.error:
        return None
    given = answer.labels[label]
    return f"{given.probability:.3f}{'*' if given.positive else ''}"


def _write(path: Path, answers: list[Answer], labels: tuple[str, ...]) -> None:
    with (
        atomic.replacing(path) as temporary,
        open(temporary, "w", newline="", encoding="utf-8") as file,
    ):
        writer = csv.writer(file)
        columns = [f"{label}_{part}" for label in labels for part in ("probability", "positive")]
        writer.writerow(["file", *columns, "warnings", "error"])
        for answer in answers:
            cells = [
                value
                for label in labels
                for value in (
                    (answer.labels[label].probability, int(answer.labels[label].positive))
                    if not answer.error
                    else ("", "")
                )
            ]
            writer.writerow([answer.file, *cells, "; ".join(answer.warnings), answer.error or ""])


COMMANDS = {"predict": predict}
