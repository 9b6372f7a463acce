"""Recipes kept by name in ``recipes/`` of the store, a readable YAML file each."""

from functools import lru_cache
from pathlib import Path

from mlcore import atomic, paths
from mlcore.augment import presets
from mlcore.augment.recipe import Recipe
from mlcore.errors import ScanLabError

ENDINGS = (".yaml", ".yml")
LONGEST_FILE = 1_000_000
"""Bytes; a recipe has hundreds, so a larger file was named by mistake."""


def names() -> list[str]:
    """Names of all saved recipes, in the order of the alphabet."""
    return sorted(path.stem for path in paths.recipes().glob("[!.]*.yaml"))


def load(name: str) -> Recipe:
    """The saved recipe of that name; `ScanLabError` where there is none or it cannot be read."""
    path = _file(name)
    if not path.is_file():
        known = ", ".join(names()) or "a name that was saved before"
        raise ScanLabError(f"there is no saved recipe {name!r}; expected {known}")
    return _read(path)


def save(name: str, recipe: Recipe) -> Path:
    """Keep a recipe; an older one of that name is replaced whole."""
    if name in _presets():
        raise ScanLabError(f"{name!r} is the name of a preset; choose another one")
    path = _file(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    with atomic.replacing(path) as temporary:
        temporary.write_text(recipe.to_yaml(), encoding="utf-8")
    return path


def delete(name: str) -> None:
    """Remove a saved recipe; runs that were trained with it keep a copy of their own."""
    load(name)
    _file(name).unlink()


def resolve(text: str) -> Recipe:
    """The recipe that a person means: a preset's name, a saved name or a path to a YAML file.

    A text of several lines is the recipe itself, as `Recipe.to_yaml` writes it.
    """
    if "\n" in text:
        return Recipe.from_yaml(text)
    if text in _presets():
        return presets.get(text).recipe
    if text in names():
        return load(text)
    if text.lower().endswith(ENDINGS):
        return _read(Path(text))
    raise ScanLabError(
        f"there is no recipe {text!r}; expected {', '.join(_presets() + names())} "
        "or a file whose name ends with .yaml"
    )


def name_of(recipe: Recipe) -> str | None:
    """The preset or saved recipe that does the same; None where there is none."""
    for name in _presets() + names():
        try:
            known = resolve(name)
        except ScanLabError:
            continue  # a file somebody has spoilt by hand is no reason to show nothing
        if known == recipe:
            return name
    return None


def title_of(text: str) -> str:
    """What a person calls what `resolve` takes: its name, or what tells it from others.

    Never fails, so that a list of runs can be shown whatever stands in one of them."""
    if "\n" not in text:
        return text
    saved = paths.recipes()
    return _title_of(text, str(saved), atomic.stamp(saved))


@lru_cache(maxsize=1000)
def _title_of(text: str, _saved: str, _stamp: tuple[int, int]) -> str:
    """The stamp of the folder changes as a file in it is added, replaced or removed."""
    try:
        recipe = resolve(text)
    except ScanLabError:
        return "a recipe that cannot be read"
    return name_of(recipe) or f"recipe {recipe.digest}"


def _presets() -> list[str]:
    return [preset.name for preset in presets.PRESETS]


def _file(name: str) -> Path:
    return paths.recipes() / f"{paths.checked_name(name, 'recipe')}.yaml"


def _read(path: Path) -> Recipe:
    try:
        if path.stat().st_size > LONGEST_FILE:
            raise ScanLabError(f"{path} is too large for a recipe; choose a recipe file")
        return Recipe.from_yaml(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise ScanLabError(f"{path} cannot be read as a recipe: {problem}") from problem
