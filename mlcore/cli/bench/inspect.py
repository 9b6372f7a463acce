"""``bench inspect``: the inspection of many scans."""

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


@click.command("inspect")
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
