import pytest

from mlcore import paths
from mlcore.augment import library, presets
from mlcore.augment.recipe import Recipe, StepUse
from mlcore.errors import ScanLabError

TURN = Recipe((StepUse("rotate", 0.5, {"angle": (-3, 3)}),))


def test_a_saved_recipe_comes_back_as_it_was():
    assert library.names() == []
    path = library.save("turn", TURN)
    assert path == paths.recipes() / "turn.yaml"
    library.save("also", Recipe())
    assert library.names() == ["also", "turn"]
    assert library.load("turn") == TURN
    assert [file.name for file in paths.recipes().iterdir() if file.name.startswith(".")] == []


def test_saving_again_replaces_and_deleting_removes():
    library.save("turn", Recipe())
    library.save("turn", TURN)
    assert library.load("turn") == TURN
    library.delete("turn")
    assert library.names() == []
    with pytest.raises(ScanLabError, match="no saved recipe 'turn'"):
        library.delete("turn")


@pytest.mark.parametrize("name", ["../turn", "", "a b", "/turn", ".turn"])
def test_a_name_that_is_no_plain_file_name_is_refused(name):
    for use in (library.load, library.delete, lambda name: library.save(name, TURN)):
        with pytest.raises(ScanLabError, match="cannot be used"):
            use(name)


def test_a_recipe_cannot_take_the_name_of_a_preset():
    with pytest.raises(ScanLabError, match="'gentle' is the name of a preset"):
        library.save("gentle", TURN)


def test_a_text_means_a_preset_a_saved_recipe_or_a_file(tmp_path):
    file = tmp_path / "mine.yaml"
    file.write_text(TURN.to_yaml())
    library.save("turn", TURN)
    assert library.resolve("study") == presets.get("study").recipe
    assert library.resolve("turn") == library.resolve(str(file)) == TURN
    with pytest.raises(
        ScanLabError,
        match=r"no recipe 'gentel'; expected none, gentle, .*any-way-up, study, turn",
    ):
        library.resolve("gentel")


def test_a_file_that_is_no_recipe_is_refused_in_one_sentence(tmp_path):
    for name, content in {
        "huge": b"#" * 1_000_001,
        "binary": b"\xff\xfe\x00",
        "other": b"5",
    }.items():
        file = tmp_path / f"{name}.yaml"
        file.write_bytes(content)
        with pytest.raises(ScanLabError, match="recipe") as refused:
            library.resolve(str(file))
        assert "\n" not in str(refused.value)
    with pytest.raises(ScanLabError, match="cannot be read as a recipe"):
        library.resolve(str(tmp_path / "missing.yaml"))
    with pytest.raises(ScanLabError, match="cannot be read as a recipe"):
        library.resolve("a\0.yaml")


def test_a_recipe_is_called_by_its_name_as_long_as_there_is_one():
    assert library.title_of("gentle") == "gentle"
    assert library.title_of(presets.get("gentle").recipe.to_yaml()) == "gentle"
    assert library.title_of(TURN.to_yaml()) == f"recipe {TURN.digest}"
    library.save("turn", TURN)
    assert library.title_of(TURN.to_yaml()) == "turn"
    library.delete("turn")
    assert library.title_of(TURN.to_yaml()) == f"recipe {TURN.digest}"
    assert library.title_of("a text\nof no recipe") == "a recipe that cannot be read"
