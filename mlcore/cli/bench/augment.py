"""``bench augment``: augmenting scans, alone and in a training."""

from typing import Any

import click

from mlcore.cli import output


@click.command("augment")
@click.option("--n", default=200, show_default=True, type=click.IntRange(2), help="Scans.")
@click.option("--side", default=64, show_default=True, type=click.Choice([32, 64, 128]))
@click.option(
    "--part",
    "parts",
    multiple=True,
    default=("applying", "training"),
    show_default=True,
    type=click.Choice(["applying", "training"]),
)
@output.json_option
def augment(n: int, side: int, parts: tuple[str, ...], as_json: bool) -> None:
    """Augmenting N scans beside plain solt and albumentations, and training with and without."""
    from mlcore.bench import augmented_training, augmenting

    measured = {}
    if "applying" in parts:
        measured["applying"] = augmenting.applying(n, side)
    if "training" in parts:
        measured["training"] = [augmented_training.slower(model) for model in ("cnn-2", "cnn-5")]
    output.emit(as_json, measured, lambda: _show_augment(measured))


def _show_augment(measured: dict[str, Any]) -> None:
    for part, show in (("applying", _show_applying), ("training", _show_slower)):
        if part in measured:
            show(measured[part])


def _show_applying(measured: dict[str, Any]) -> None:
    columns = ("name", "scanlab", "solt", "albumentations", "to_solt", "to_albumentations")
    output.table(
        f"Images of {measured['side']} x {measured['side']} a second, one core",
        ["step or preset", "ScanLab", "solt", "albumentations", "times solt", "times the other"],
        [[row[column] for column in columns] for row in measured["recipes"]],
    )
    if not measured["versions"]["albumentations"]:
        print("albumentations is not installed; 'pip install albumentations==2.0.8' brings it")


def _show_slower(measured: list[dict[str, Any]]) -> None:
    output.table(
        f"Training with the recipe {measured[0]['recipe']}, images a second",
        ["network", "without", "with", "slower", "middle half"],
        [
            (
                of["model"],
                of["plain"],
                of["augmented"],
                f"{of['slower']:.1%}",
                f"{of['low']:.1%} to {of['high']:.1%}",
            )
            for of in measured
        ],
    )
