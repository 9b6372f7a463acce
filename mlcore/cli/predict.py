"""``predict``: answers for image files, one result or one error a file."""

from dataclasses import replace
from pathlib import Path

import click

from mlcore import atomic
from mlcore.cli import averaging, output
from mlcore.predict import answer_table, inputs, models, tta
from mlcore.predict.predictor import Answer
from mlcore.runs import folder
from mlcore.trust import sheet
from mlcore.trust.sheet import Sheet


@click.command()
@click.argument("run")
@click.argument("files", nargs=-1, required=True, type=Path)
@click.option("--out", type=Path, help="Also write the answers to this CSV file.")
@click.option(
    "--trust",
    "judged",
    is_flag=True,
    help="Also judge each answer: yes, no or unsure, and whether the scan is like those learnt "
    "from.",
)
@averaging.options
@output.json_option
def predict(
    run: str,
    files: tuple[Path, ...],
    out: Path | None,
    variants: int,
    augmentation: str | None,
    judged: bool,
    as_json: bool,
) -> None:
    """Ask the model of RUN about FILES: pictures, DICOM, NPY, ZIPs and folders, told by their
    content. Not a medical device."""
    over = tta.asked(variants, augmentation)
    asked = folder.get(run)
    predictor = models.load_waiting(asked)
    given = [(str(path), path) for path in files]
    answers, sheets = [], {}
    with output.progress() as progress:
        total = inputs.count(given)
        for answer in predictor.answers(inputs.each(given), over):
            if judged and (told := sheet.judged(asked, predictor, answer)):
                sheets[len(answers)] = told
            answers.append(replace(answer, pixels=None))
            progress("scans", len(answers), total)
    if out:
        with output.writing(out):
            _write(out, answers, predictor.labels, sheets if judged else None)
    told = [
        answer.to_json() | ({"trust": sheets[i].to_json()} if i in sheets else {})
        for i, answer in enumerate(answers)
    ]
    output.emit(as_json, told, lambda: _show(answers, predictor.labels, sheets))


def _show(answers: list[Answer], labels: tuple[str, ...], sheets: dict[int, Sheet]) -> None:
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
    for i, told in sheets.items():
        said = ", ".join(f"{label} {one.answer}" for label, one in told.labels.items())
        gate = f"{told.gate.sentence} " if told.gate else ""
        print(f"{answers[i].file}: {gate}{said if told.decided else 'No decision.'}")
    used = next((answer.tta for answer in answers if answer.tta), None)
    if used:
        print(averaging.sentence(used))
    print("Not a medical device: answers are for study, not for diagnosis.")


def _cell(answer: Answer, label: str) -> str | None:
    if answer.error:
        return None
    given = answer.labels[label]
    return f"{given.probability:.3f}{'*' if given.positive else ''}"


def _write(
    path: Path, answers: list[Answer], labels: tuple[str, ...], sheets: dict[int, Sheet] | None
) -> None:
    gate = None if sheets is None else [_kind(sheets.get(i)) for i in range(len(answers))]
    with atomic.replacing(path) as temporary:
        temporary.write_text(answer_table.csv(answers, labels, gate), encoding="utf-8", newline="")


def _kind(told: Sheet | None) -> str | None:
    return told.gate.kind if told and told.gate else None


COMMANDS = {"predict": predict}
