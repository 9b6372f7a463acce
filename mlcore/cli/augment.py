"""``augment``: variants of one picture, as files."""

from pathlib import Path
from typing import Any

import click
import cv2
import numpy as np

from mlcore.augment import code, presets, stream
from mlcore.augment.recipe import Recipe
from mlcore.cli import output
from mlcore.data import images
from mlcore.errors import ScanLabError


@click.command()
@click.argument("image", type=Path)
@click.option("--recipe", "file", type=Path, help="A recipe file (YAML).")
@click.option("--preset", help="A ready-made recipe instead: none, gentle or study.")
@click.option("--count", default=10, show_default=True, type=click.IntRange(1, 10_000))
@click.option("--seed", default=0, show_default=True, type=click.IntRange(0, 2**63 - 1))
@click.option("--out", type=Path, help="Folder for the pictures.")
@click.option("--code", "program", type=Path, help="Write the recipe as a Python program.")
@click.option("--yaml", "copy", type=Path, help="Write the recipe as a recipe file.")
@output.json_option
def augment(
    image: Path,
    file: Path | None,
    preset: str | None,
    count: int,
    seed: int,
    out: Path | None,
    program: Path | None,
    copy: Path | None,
    as_json: bool,
) -> None:
    """Write variants of IMAGE as PNG files; the same seed gives the same pixels everywhere.

    --code writes a Python program that makes the same files without ScanLab: python FILE IMAGE DIR.
    """
    if (file is None) == (preset is None):
        raise click.UsageError("give either --recipe FILE or --preset NAME")
    if not (out or program or copy):
        raise click.UsageError("give --out DIR for pictures, --code FILE or --yaml FILE")
    recipe = presets.get(preset).recipe if preset else _read(file)
    pixels = images.read(image).pixels
    pixels = pixels if pixels.ndim == 3 else pixels[..., None]
    texts = []
    if program:
        texts.append((program, "--code", code.program(recipe, pixels.shape[1::-1])))
    if copy:
        texts.append((copy, "--yaml", recipe.to_yaml()))
    rows = _write(recipe, pixels, count, seed, out / image.stem) if out else []
    for path, option, text in texts:
        with output.writing(path, option):
            path.write_text(text, encoding="utf-8")
    result = {
        "recipe": recipe.digest,
        "files": rows,
        "code": program and str(program),
        "yaml": copy and str(copy),
    }
    output.emit(as_json, result, lambda: _show(rows, [path for path, _, _ in texts]))


def _write(
    recipe: Recipe, pixels: np.ndarray, count: int, seed: int, start: Path
) -> list[dict[str, Any]]:
    """Make all variants, then write them as ``start_1.png`` and so on; tell what was drawn."""
    made = [stream.apply(recipe, pixels, stream.seed_for(seed, 0, i)) for i in range(count)]
    rows = []
    with output.writing(start.parent):
        start.parent.mkdir(parents=True, exist_ok=True)
        for i, variant in enumerate(made, start=1):
            path = start.with_name(f"{start.name}_{i}.png")
            path.write_bytes(_png(variant.pixels))
            rows.append({"file": str(path), "drawn": [list(drawn) for drawn in variant.drawn]})
    return rows


def _png(pixels: np.ndarray) -> bytes:
    """The file that the exported program writes too, byte for byte."""
    if pixels.shape[2] == 3:
        pixels = cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR)
    return cv2.imencode(".png", pixels)[1].tobytes()


def _read(path: Path) -> Recipe:
    try:
        return Recipe.from_yaml(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as problem:
        raise ScanLabError(f"{path} cannot be read as a recipe: {problem}") from problem


def _show(rows: list[dict[str, Any]], texts: list[Path]) -> None:
    if rows:
        output.table(
            f"{len(rows)} variants",
            ["file", "steps applied"],
            [(row["file"], ", ".join(name for name, _ in row["drawn"]) or "none") for row in rows],
        )
    for path in texts:
        print(f"wrote {path}")


COMMANDS = {"augment": augment}
