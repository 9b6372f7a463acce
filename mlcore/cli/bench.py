"""``bench``: how fast ScanLab is on this machine, beside its peers."""

from typing import Any

import click

from mlcore.cli import output

SIZE_COLUMNS = {
    "n": "scans",
    "inspect_seconds": "seconds",
    "cpu_seconds": "of all cores",
    "megabytes": "MB at most",
    "per_n_log_n": "ns of all cores / (n log n)",
}


@click.group()
def bench() -> None:
    """Measure speed and memory; each figure stands beside its peer's in the same run."""


@bench.command("inspect")
@click.option("--n", default=20_000, show_default=True, help="Scans to generate.")
@click.option("--side", default=64, show_default=True, type=click.Choice([32, 64, 128]))
@output.json_option
def inspect(n: int, side: int, as_json: bool) -> None:
    """The inspection of N scans: up to 50,000 as files beside cleanvision, more without files."""
    from mlcore.bench import inspecting

    if n > inspecting.MOST_FILES:
        sizes = inspecting.straight(n, side)
        output.emit(as_json, sizes, lambda: _show_sizes(sizes))
    else:
        beside = inspecting.files(n, side)
        output.emit(as_json, beside, lambda: _show_beside(beside))


@bench.command("import")
@click.option("--n", default=20_000, show_default=True, help="PNG files to generate.")
@click.option("--side", default=64, show_default=True, type=click.Choice([32, 64, 128]))
@output.json_option
def import_(n: int, side: int, as_json: bool) -> None:
    """The import of N PNG files beside nothing but decoding them."""
    from mlcore.bench import importing

    measured = importing.files(n, side)
    output.emit(as_json, measured, lambda: _show_import(measured))


@bench.command("augment")
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


def _show_beside(measured: dict[str, Any]) -> None:
    peer, both = measured["peer"], measured["import_seconds"] + measured["inspect_seconds"]
    rows = [
        ("ScanLab: import", measured["import_seconds"], None),
        ("ScanLab: inspection", measured["inspect_seconds"], measured["megabytes"]),
        ("ScanLab: both", both, None),
    ]
    if peer:
        rows.append((f"cleanvision {peer['version']}", peer["seconds"], None))
    output.table(f"{measured['n']:,} PNG files", ["", "seconds", "MB at most"], rows)
    print(
        f"cleanvision takes {measured['ratio']} times as long"
        if peer
        else "cleanvision is not installed, so nothing is beside these figures; "
        "'pip install cleanvision' brings it"
    )
    _show_found(measured["found"])


def _show_sizes(measured: dict[str, Any]) -> None:
    output.table(
        "Inspection of scans in the store",
        list(SIZE_COLUMNS.values()),
        [tuple(of[name] for name in SIZE_COLUMNS) for of in measured["sizes"]],
    )
    _show_found(measured["sizes"][-1]["found"])


def _show_found(found: dict[str, Any]) -> None:
    print(
        f"found of what was planted: black {found['black']:.1%}, exact {found['exact']:.1%}, "
        f"near duplicates {found['near']:.1%} (and {found['near_not_planted']:,} pairs that were "
        "not planted)"
    )


def _show_import(measured: dict[str, Any]) -> None:
    output.table(
        f"{measured['n']:,} PNG files",
        ["", "seconds"],
        [
            ("import", measured["import_seconds"]),
            ("decoding alone, Pillow", measured["pillow_seconds"]),
            ("decoding alone, OpenCV", measured["opencv_seconds"]),
        ],
    )
    print(f"the import takes {measured['ratio']} times as long as decoding with Pillow alone")


COMMANDS = {"bench": bench}
