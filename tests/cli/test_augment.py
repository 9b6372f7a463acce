import numpy as np
import pytest
from PIL import Image

from mlcore.augment import code, presets
from mlcore.augment.recipe import Recipe
from mlcore.errors import ScanLabError


def test_variants_are_written_as_files_and_told(answer, picture, tmp_path):
    told = answer("augment", picture(), "--preset", "gentle", "--count", 3, "--out", tmp_path / "a")
    files = [tmp_path / "a" / f"scan_{i}.png" for i in (1, 2, 3)]
    assert [row["file"] for row in told["files"]] == [str(path) for path in files]
    for path in files:
        with Image.open(path) as variant:
            assert (variant.size, variant.mode) == ((16, 16), "L")
    assert told["recipe"]


def test_the_same_seed_writes_the_same_pixels(answer, tmp_path):
    noise = np.random.default_rng(0).integers(0, 256, (32, 32, 3), np.uint8)
    Image.fromarray(noise).save(tmp_path / "scan.png")
    words = ("augment", tmp_path / "scan.png", "--preset", "study", "--count", 4)
    kept = {}
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        answer(*words, "--seed", seed, "--out", tmp_path / name)
        kept[name] = [path.read_bytes() for path in sorted((tmp_path / name).iterdir())]
    assert kept["a"] == kept["b"]
    assert kept["a"] != kept["c"]


def test_a_recipe_file_does_what_its_preset_does(answer, picture, tmp_path):
    recipe = tmp_path / "recipe.yaml"
    recipe.write_text(presets.get("study").recipe.to_yaml())
    words = ("augment", picture(), "--count", 2, "--out", tmp_path / "a")
    assert answer(*words, "--recipe", recipe) == answer(*words, "--preset", "study")


def test_people_see_the_steps_of_each_variant(call, picture, tmp_path):
    told = call("augment", picture(), "--preset", "none", "--count", 2, "--out", tmp_path).stdout
    assert "2 variants" in told
    assert told.count("none") == 2


def test_either_a_recipe_or_a_preset_is_needed(call, picture, tmp_path):
    words = ("augment", picture(), "--out", tmp_path / "a")
    assert call(*words).exit_code == 2
    both = call(*words, "--preset", "study", "--recipe", "recipe.yaml")
    assert both.exit_code == 2
    assert "either --recipe FILE or --preset NAME" in both.stderr
    assert not (tmp_path / "a").exists()


def test_the_recipe_is_written_as_a_program_and_as_a_file(answer, picture, tmp_path):
    program, copy = tmp_path / "augment.py", tmp_path / "recipe.yaml"
    words = ("augment", picture(), "--preset", "study", "--code", program, "--yaml", copy)
    told = answer(*words)
    assert told["files"] == []
    assert (told["code"], told["yaml"]) == (str(program), str(copy))
    study = presets.get("study").recipe
    assert program.read_text(encoding="utf-8") == code.program(study, (16, 16))
    assert Recipe.from_yaml(copy.read_text(encoding="utf-8")) == study


def test_a_command_that_would_write_nothing_is_refused(call, picture):
    done = call("augment", picture(), "--preset", "study")
    assert done.exit_code == 2
    assert "--out DIR" in done.stderr


def test_a_program_that_cannot_be_written_is_told_by_its_option(call, picture, tmp_path):
    with pytest.raises(ScanLabError, match=r"cannot be written .*another place with --code"):
        call("augment", picture(), "--preset", "study", "--code", tmp_path)


def test_a_seed_too_large_to_draw_from_is_refused(call, picture, tmp_path):
    words = ("augment", picture(), "--preset", "none", "--out", tmp_path / "a", "--seed")
    assert call(*words, 2**63 - 1).exit_code == 0
    assert call(*words, 2**63).exit_code == 2


@pytest.mark.parametrize("raw", [None, b"\xff\xfe", b"steps: {"])
def test_a_recipe_that_cannot_be_read_is_refused(call, picture, tmp_path, raw):
    recipe = tmp_path / "recipe.yaml"
    if raw is not None:
        recipe.write_bytes(raw)
    with pytest.raises(ScanLabError):
        call("augment", picture(), "--recipe", recipe, "--out", tmp_path / "a")
    assert not (tmp_path / "a").exists()


def test_what_is_no_picture_is_refused(call, tmp_path):
    with pytest.raises(ScanLabError, match=r"nothing\.png"):
        call("augment", tmp_path / "nothing.png", "--preset", "study", "--out", tmp_path / "a")
    assert not (tmp_path / "a").exists()


def test_a_file_where_the_folder_should_be_is_refused(call, picture, tmp_path):
    (tmp_path / "taken").touch()
    with pytest.raises(ScanLabError, match=r"taken cannot be written .*another place with --out"):
        call("augment", picture(), "--preset", "study", "--out", tmp_path / "taken")
