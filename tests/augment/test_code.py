"""A recipe as a program of its own: the same pixels, byte for byte, without ScanLab."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image

from mlcore.augment import code, presets, steps
from mlcore.augment.parameters import Parameter, Value
from mlcore.augment.presets import PRESETS
from mlcore.augment.recipe import Choose, Recipe, StepUse
from mlcore.cli import scanlab
from mlcore.errors import ScanLabError

SEEDS = 100


def slid(parameter: Parameter) -> Value:
    """What a form hands over once its sliders were moved: floats, even for whole numbers."""
    if parameter.kind == "range":
        first, last = parameter.default
        return (float(first), float(last))
    if parameter.kind == "number":
        return float(parameter.default)
    if parameter.kind == "flag":
        return not parameter.default
    return parameter.choices[0 if parameter.name == "measure" else -1]


def used(*names: str, probability: float = 0.7) -> tuple[StepUse, ...]:
    """Steps with the values a form gives."""
    return tuple(
        StepUse(name, probability, {p.name: slid(p) for p in steps.get(name).parameters})
        for name in names
    )


SLIDERS = {
    "shapes": Recipe(used("rotate", "flip", "shear", "scale", "move", "perspective")),
    "sizes": Recipe(used("pad", "crop", "resize", "quarter-turn", "cutout")),
    "tones": Recipe(
        used("brightness", "contrast", "gamma", "noise", "salt-and-pepper", "jpeg", "blur")
    ),
    "choices": Recipe(
        (
            *used("rotate", probability=1),
            Choose(2, (*used("jpeg", "noise", "crop", "flip"), None)),
            StepUse("flip", on=False),
            Choose(1, (*used("scale"), StepUse("cutout", on=False))),
        )
    ),
    "study": presets.get("study").recipe,
    "none": Recipe(),
}
SCANS = {"grey": (64, 64, 1), "colour": (72, 72, 3), "wide": (60, 90, 1)}

RUN_ALL = """
import json, runpy, sys
for arguments in json.load(sys.stdin):
    sys.argv = arguments
    runpy.run_path(arguments[0], run_name="__main__")
print(*(name for name in ("mlcore", "torch") if name in sys.modules))
"""


def test_the_recipes_below_use_every_step():
    every = [use for recipe in SLIDERS.values() for use in recipe.steps]
    every += [option for use in every if isinstance(use, Choose) for option in use.options]
    assert {use.name for use in every if isinstance(use, StepUse)} == {
        step.name for step in steps.STEPS
    }


def test_sliders_yaml_command_and_exported_program_give_the_same_bytes(tmp_path, scan):
    """Every recipe and a hundred seeds; all programs run in one process, as importing is slow."""
    jobs = []
    for name, recipe in SLIDERS.items():
        shape = SCANS["wide" if name == "shapes" else "colour" if name == "tones" else "grey"]
        file = tmp_path / f"{name}.png"
        Image.fromarray(np.squeeze(scan(shape[2], *shape[:2]))).save(file)
        (tmp_path / f"{name}.yaml").write_text(recipe.to_yaml(), encoding="utf-8")
        words = ["augment", file, "--recipe", tmp_path / f"{name}.yaml", "--count", SEEDS]
        words += ["--seed", 3, "--out", tmp_path / f"{name}-ours", "--yaml", tmp_path / "again"]
        words += ["--code", tmp_path / f"{name}.py"]
        done = CliRunner().invoke(scanlab, [str(word) for word in words], catch_exceptions=False)
        assert done.exit_code == 0, done.output
        assert Recipe.from_yaml((tmp_path / "again").read_text(encoding="utf-8")) == recipe
        out = tmp_path / f"{name}-theirs"
        jobs.append([tmp_path / f"{name}.py", file, out, "--count", SEEDS, "--seed", 3])
    done = subprocess.run(
        [sys.executable, "-I", "-c", RUN_ALL],
        input=json.dumps([[str(word) for word in job] for job in jobs]),
        capture_output=True,
        text=True,
        timeout=120,
        cwd=tmp_path,
    )
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "", "")
    for name, recipe in SLIDERS.items():
        ours = pictures(tmp_path / f"{name}-ours")
        assert len(ours) == SEEDS
        assert pictures(tmp_path / f"{name}-theirs") == ours
        assert (len(set(ours.values())) > SEEDS / 2) == bool(recipe.steps)


def pictures(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("recipe", SLIDERS.values(), ids=SLIDERS.keys())
def test_a_program_needs_nothing_but_solt_opencv_and_numpy(recipe):
    tree = ast.parse(code.program(recipe, (64, 64)))
    names = [
        name
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    ]
    others = {name.partition(".")[0] for name in names} - sys.stdlib_module_names
    assert others == {"solt", "cv2", "numpy"}


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_a_program_names_its_recipe_and_has_short_lines(preset):
    text = code.program(preset.recipe, (64, 64))
    assert preset.recipe.digest in text
    assert max(map(len, text.splitlines())) <= 100


def test_sizes_in_percent_become_pixels_of_the_scans_it_is_made_for():
    crop = Recipe((StepUse("crop", 0.25, {"size": 50}),))
    line = 'chance(0.25, slt.Crop(crop_to=(45, 30), crop_mode="r")),'
    assert line in code.program(crop, (90, 60))
    too_large = Recipe((StepUse("crop", 1, {"size": 65, "measure": "pixels"}),))
    with pytest.raises(ScanLabError, match="step 'crop' cuts 65 x 65"):
        code.program(too_large, (64, 64))


REFUSED = {
    "small.png": "small.png has 30 x 20 pixels; expected 64 x 64",
    "deep.png": "deep.png cannot be read; expected a grey or colour picture of 8 bits",
    "missing.png": "missing.png cannot be read",
}

RUN_REFUSED = """
import runpy, sys
for name in sys.argv[1:]:
    sys.argv = ["augment.py", name, "out"]
    try:
        runpy.run_path("augment.py", run_name="__main__")
    except SystemExit as end:
        print(end)
"""


def test_a_program_says_in_one_sentence_what_it_cannot_use(tmp_path):
    (tmp_path / "augment.py").write_text(code.program(Recipe(), (64, 64)), encoding="utf-8")
    Image.fromarray(np.zeros((20, 30), np.uint8)).save(tmp_path / "small.png")
    Image.fromarray(np.zeros((64, 64), np.uint16)).save(tmp_path / "deep.png")
    done = subprocess.run(
        [sys.executable, "-c", RUN_REFUSED, *REFUSED],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    for line, sentence in zip(done.stdout.splitlines(), REFUSED.values(), strict=True):
        assert line.startswith(sentence)
    assert not (tmp_path / "out").exists()
