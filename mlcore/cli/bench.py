"""``bench``: how fast ScanLab is on this machine, beside its peers."""

from typing import Any

import click

from mlcore.cli import output
from mlcore.models import registry

SIZE_COLUMNS = {
    "n": "scans",
    "inspect_seconds": "seconds",
    "cpu_seconds": "of all cores",
    "megabytes": "MB at most",
    "per_n_log_n": "ns of all cores / (n log n)",
}

TRAINING_COLUMNS = {
    "network": "network",
    "images_per_second": "ScanLab",
    "keras": "plain Keras",
    "beside_keras": "times",
    "torch": "PyTorch",
    "beside_torch": "times",
    "share_of_peak": "share of the matmul peak",
}
SEED_NETWORKS = (
    *("cnn-1", "cnn-2", "cnn-3", "cnn-4", "cnn-5"),
    *("rnn-1", "fcnn-1", "fcnn-2"),
)


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


@bench.command("train")
@click.option(
    "--network",
    "names",
    multiple=True,
    help=f"Only this one; may be given several times. One of: {', '.join(SEED_NETWORKS)}.",
)
@click.option("--batch", default=128, show_default=True, type=click.IntRange(1, 1024))
@click.option(
    "--seconds", default=2.0, show_default=True, type=click.FloatRange(0), help="Of a round."
)
@click.option("--rounds", default=5, show_default=True, type=click.IntRange(1))
@click.option(
    "--torch-python",
    help="A Python that has PyTorch, the peer; else the environment variable "
    "SCANLAB_BENCH_PYTHON, else ScanLab's own Python.",
)
@output.json_option
def train(
    names: tuple[str, ...],
    batch: int,
    seconds: float,
    rounds: int,
    torch_python: str | None,
    as_json: bool,
) -> None:
    """Training of each network beside plain Keras (its defaults, batches of 32) and PyTorch."""
    from mlcore.bench import training

    names = tuple(registry.get(name).name for name in names) or SEED_NETWORKS
    facts = []
    with output.progress() as progress:
        for each in training.networks(names, batch, seconds, rounds, torch_python):
            facts.append(each)
            progress("networks", len(facts), len(names))
    output.emit(as_json, facts, lambda: _show_training(facts, rounds, seconds))


def _show_training(facts: list[dict[str, Any]], rounds: int, seconds: float) -> None:
    first = facts[0]
    output.table(
        f"Scans of 64×64 a second while learning, {first['precision']}, batches of "
        f"{first['batch']}; medians of {rounds} rounds of {seconds:g} s in turns",
        list(TRAINING_COLUMNS.values()),
        [tuple(each[name] for name in TRAINING_COLUMNS) for each in facts],
    )
    if first["torch"] is None:
        print(
            "PyTorch was not found, so it is not beside these figures; give --torch-python the "
            "path of a Python that has it"
        )
    for each in facts:
        if each["heads"]:
            print(
                f"{each['network']}: one network for three labels learns {each['heads']} times as "
                "fast as a network for each label"
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
