"""``submit``, ``lint-submission``, ``shake-up``: files for a competition, and how much is luck."""

from pathlib import Path
from typing import Any

import click

from mlcore import atomic
from mlcore.cli import averaging, output
from mlcore.data import text_table
from mlcore.errors import ScanLabError
from mlcore.metrics import table
from mlcore.predict import tta
from mlcore.runs import folder
from mlcore.submit import difference, expected, lint, sample, shake_up, submission, thresholds


@click.command()
@click.argument("run")
@click.option("--sample", "sample_file", type=Path, help="The sample submission, or a ZIP with it.")
@click.option("--out", type=Path, required=True, help="The file to write.")
@click.option("--probabilities", is_flag=True, help="Write probabilities instead of 0 and 1.")
@click.option(
    "--rule",
    default=thresholds.DEFAULT,
    show_default=True,
    type=click.Choice(list(thresholds.BY_NAME)),
    help="Thresholds: as the run decides, or shrunk to a shared one where a label is rare.",
)
@averaging.options
@output.json_option
def submit(
    run: str,
    sample_file: Path | None,
    out: Path,
    probabilities: bool,
    rule: str,
    variants: int,
    augmentation: str | None,
    as_json: bool,
) -> None:
    """Write RUN's answers in the form of a sample submission, decided at its thresholds.

    Without --sample the one counts that was imported with the data set.
    """
    asked = folder.get(run)
    over = tta.asked(variants, augmentation)
    if not asked.model_card:
        raise ScanLabError(f"run {asked.name} has no model yet; choose a finished run")
    form = _sample(sample_file, asked.config["dataset"])
    with output.progress() as progress:
        made = submission.make(asked, form, over, progress, rule)
    written = made.file(probabilities)
    with output.writing(out), atomic.replacing(out) as temporary:
        temporary.write_bytes(written)
    checked = lint.lint(written, out.name, form, expected.of(asked, rule))
    result = {
        "run": asked.name,
        "file": str(out),
        "n": len(form.ids),
        "rule": rule,
        "thresholds": dict(zip(form.labels, made.thresholds.tolist(), strict=True)),
        "yes": dict(zip(form.labels, made.decided.sum(axis=0).tolist(), strict=True)),
        "verdict": checked["verdict"],
        "problems": checked["problems"],
    }
    output.emit(as_json, result, lambda: _show(result))


@click.command("lint-submission")
@click.argument("file", type=Path)
@click.option("--sample", "sample_file", type=Path, help="The sample submission, or a ZIP with it.")
@click.option("--run", help="Whose share of yes on validation is to be expected.")
@click.option("--against", type=Path, help="Another submission to compare with instead.")
@output.json_option
def lint_submission(
    file: Path, sample_file: Path | None, run: str | None, against: Path | None, as_json: bool
) -> None:
    """Check FILE beside the sample, or compare it with another submission."""
    raw = _bytes(file)
    if against:
        found = difference.difference(
            text_table.read(raw, file.name), text_table.read(_bytes(against), against.name)
        )
        output.emit(as_json, found, lambda: _show_difference(found))
        return
    asked = folder.get(run) if run else None
    if not sample_file and not asked:
        raise click.UsageError("name the sample with --sample, or a run with --run")
    form = _sample(sample_file, asked.config["dataset"] if asked else "")
    checked = lint.lint(raw, file.name, form, expected.of(asked) if asked else None)
    output.emit(as_json, checked, lambda: _show_problems(checked))
    if checked["verdict"] == lint.INVALID:
        raise SystemExit(1)


@click.command("shake-up")
@click.argument("runs", nargs=-1, required=True)
@click.option(
    "--metric",
    default="f1",
    show_default=True,
    type=click.Choice(list(table.BY_NAME)),
    help="The score to deal.",
)
@click.option("--public", default=shake_up.PUBLIC, show_default=True, help="Share of the scans.")
@click.option(
    "--draws", default=shake_up.DRAWS, show_default=True, type=click.IntRange(100, 100_000)
)
@output.json_option
def shake(runs: tuple[str, ...], metric: str, public: float, draws: int, as_json: bool) -> None:
    """Deal the validation scans of RUNS into public and private parts: how large a gap is luck."""
    with output.progress() as progress:
        asked = [folder.get(run) for run in runs]
        found = shake_up.shake_up(asked, metric, public, draws, progress).to_json()
    output.emit(as_json, found, lambda: _show_shake_up(found))


def _sample(file: Path | None, data: str) -> sample.Sample:
    return sample.read_file(file) if file else sample.of_data(data)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as problem:
        raise ScanLabError(f"{path} cannot be read ({problem.strerror})") from problem


def _show(result: dict[str, Any]) -> None:
    output.table(
        f"{result['file']}: {result['n']:,} scans by run {result['run']}",
        ["label", "yes", "threshold"],
        [(label, count, result["thresholds"][label]) for label, count in result["yes"].items()],
    )
    _show_problems(result)


def _show_problems(checked: dict[str, Any]) -> None:
    print(f"The file is {checked['verdict']}.")
    for problem in checked["problems"]:
        print(f"{problem['severity']}: {problem['sentence']}")


def _show_difference(found: dict[str, Any]) -> None:
    columns = ["first", "second", "to_yes", "to_no", "agreement", "kappa"]
    output.table(
        f"{found['changed']:,} of {found['n']:,} scans differ",
        ["label", *(name.replace("_", " ") for name in columns)],
        [(label, *(row[name] for name in columns)) for label, row in found["labels"].items()],
    )


def _show_shake_up(found: dict[str, Any]) -> None:
    output.table(
        f"{found['metric']} of {found['n']:,} validation scans dealt {found['draws']:,} times, "
        f"{found['public_share']:.0%} public",
        ["run", "score", "gap 95 % from", "to", "typical gap"],
        [
            (row["run"], row["private"], *(row["gap"][end] for end in ("low", "high", "typical")))
            for row in found["runs"]
        ],
    )
    if found["leader_holds"] is not None:
        holds = found["leader_holds"]
        print(f"The public winner wins on the private part in {holds:.0%} of deals.")


COMMANDS = {"submit": submit, "lint-submission": lint_submission, "shake-up": shake}
