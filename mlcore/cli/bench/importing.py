"""``bench import``: the import of many files."""

from typing import Any

import click

from mlcore.cli import output


@click.command("import")
@click.option("--n", default=20_000, show_default=True, help="PNG files to generate.")
@click.option("--side", default=64, show_default=True, type=click.Choice([32, 64, 128]))
@output.json_option
def import_(n: int, side: int, as_json: bool) -> None:
    """The import of N PNG files beside nothing but decoding them."""
    from mlcore.bench import importing

    measured = importing.files(n, side)
    output.emit(as_json, measured, lambda: _show_import(measured))


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
