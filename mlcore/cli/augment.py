"""``augment``: variants of one picture, as files."""

from pathlib import Path

import click
import numpy as np
from PIL import Image

from mlcore.augment import presets, stream
from mlcore.augment.recipe import Recipe
from mlcore.cli import output
from mlcore.data import images
from mlcore.errors import ScanLabError


@click.command()
@click.argument("image", type=Path)
@click.option("--recipe", "file", type=Path, help="A recipe file (YAML).")
@click.option("--preset", help="A ready-made recipe instead: none, gentle or study.")
@click.option("--count", default=10, show_default=True, type=click.IntRange(1, 10_000))
@click.option("--seed", default=0, show_default=True, type=click.IntRange(0))
@click.option("--out", type=Path, required=True, help="Folder for the pictures.")
@output.json_option
def augment(
    image: Path,
    file: Path | None,
    preset: str | None,
    count: int,
    seed: int,
    out: Path,
    as_json: bool,
) -> None:
    """Write variants of IMAGE as PNG files; the same seed gives the same pixels everywhere."""
    if (file is None) == (preset is None):
        raise click.UsageError("give either --recipe FILE or --preset NAME")
    recipe = presets.get(preset).recipe if preset else _read(file)
    pixels = images.read(image).pixels
    pixels = pixels if pixels.ndim == 3 else pixels[..., None]
    made = [stream.apply(recipe, pixels, stream.seed_for(seed, 0, i)) for i in range(count)]
    rows = []
    with output.writing(out):
        out.mkdir(parents=True, exist_ok=True)
        for i, variant in enumerate(made, start=1):
            path = out / f"{image.stem}_{i}.png"
            Image.fromarray(np.squeeze(variant.pixels)).save(path)
            rows.append(
                {"file": str(path), "drawn": [[name, values] for name, values in variant.drawn]}
            )
    result = {"recipe": recipe.digest, "files": rows}
    output.emit(as_json, result, lambda: _show(rows))


def _read(path: Path) -> Recipe:
    try:
        return Recipe.from_yaml(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as problem:
        raise ScanLabError(f"{path} cannot be read as a recipe: {problem}") from problem


def _show(rows: list[dict]) -> None:
    output.table(
        f"{len(rows)} variants",
        ["file", "steps applied"],
        [(row["file"], ", ".join(name for name, _ in row["drawn"]) or "none") for row in rows],
    )


COMMANDS = {"augment": augment}
