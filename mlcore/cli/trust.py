"""``coverage`` and ``gate``: whether yes, no and unsure keep their rate, and what is let in."""

from typing import Any

import click

from mlcore.cli import output
from mlcore.errors import ScanLabError
from mlcore.inspect.wording import percent
from mlcore.runs import folder
from mlcore.runs.folder import Run
from mlcore.trust import conformal, coverage, gate_trial, ready


@click.command(name="coverage")
@click.argument("run")
@click.option(
    "--error",
    default=conformal.ERROR,
    show_default=True,
    help="How often the true answer may be missed.",
)
@output.json_option
def coverage_of(run: str, error: float, as_json: bool) -> None:
    """Check that yes, no and unsure of RUN miss the true answer no more often than asked.

    Bands are set on some scans with known labels and counted on the others, again and again; where
    the test part has labels, also once from validation to test. Scans that show nothing, such as
    black ones, do not count, as the gate lets none of them have an answer.
    """
    chosen = folder.get(run)
    labels = tuple(chosen.model_card.get("labels", ()))
    val = ready.known(chosen, "val")
    told = coverage.report(labels, val, _test(chosen), conformal.check_error(error))
    output.emit(as_json, {"run": chosen.name} | told, lambda: _show_coverage(told))


def _test(run: Run) -> Any:
    """Answers to the test part; None where no label of it is known."""
    try:
        return ready.known(run, "test")
    except ScanLabError:
        return None


def _show_coverage(told: dict[str, Any]) -> None:
    output.table(
        f"Share of scans whose true answer is among the possible ones, asked {told['asked']:.0%} "
        f"({told['n']:,} scans that show something, {told['splits']} splits)",
        ["label", "of present", "of absent", "of all", "unsure", "test: present", "test: absent"],
        [
            (
                label,
                row["present"],
                row["absent"],
                row["all"],
                row["unsure"],
                (row["test"] or {}).get("present"),
                (row["test"] or {}).get("absent"),
            )
            for label, row in told["labels"].items()
        ],
    )
    for label, row in told["labels"].items():
        if row["caveat"]:
            print(f"{label}: {row['caveat']}")
    if told["largest_gap"] is not None:
        within = "within" if told["within"] else "more than"
        print(
            f"Farthest from the asked rate: {100 * told['largest_gap']:.1f} points, {within} "
            f"{100 * coverage.TOLERANCE:.0f} points."
        )
    print("One test part of a hundred scans may lie 5 points off by luck alone.")


@click.command()
@click.argument("run")
@click.option("--against", multiple=True, help="A data set it should refuse; may be repeated.")
@output.json_option
def gate(run: str, against: tuple[str, ...], as_json: bool) -> None:
    """Try the novelty gate of RUN on its own scans, on other data sets and on noise."""
    with output.progress() as progress:
        told = gate_trial.measure(folder.get(run), against, progress)
    output.emit(as_json, told, lambda: _show_gate(told))


def _show_gate(told: dict[str, Any]) -> None:
    output.table(
        f"The gate of run {told['run']}, which learnt from {told['dataset']}",
        ["scans", "should", "number", "empty", "refused"],
        [
            (
                row["title"],
                row["should"],
                row["n"],
                row["empty"],
                None if row["refused"] is None else percent(row["refused"]),
            )
            for row in told["rows"]
        ],
    )
    print(
        f"Its limit lets {100 * told['passing']:g} % of {told['judged']:,} scans pass that it did "
        "not learn from. Empty scans, such as black ones, are always refused."
    )


COMMANDS = {"coverage": coverage_of, "gate": gate}
