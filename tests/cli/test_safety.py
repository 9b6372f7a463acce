import pytest

from mlcore.augment import presets
from mlcore.errors import ScanLabError
from tests import drawn, finished_runs, scans


@pytest.fixture
def bodies():
    return drawn.store(*drawn.scans(24))


def test_the_study_is_told_as_red_with_its_steps(answer, bodies):
    told = answer("safety", bodies.name, "--preset", "study", "--scans", 8, "--variants", 2)
    assert told["verdict"] == "red"
    assert told["recipe"] == presets.get("study").recipe.digest
    assert (told["scans"], told["variants"]) == (8, 2)
    assert told["lit"]["low"] < told["lit"]["mean"] < 0.55
    assert len(told["steps"]) == 11
    assert told["sentence"].startswith("The recipe removes ")
    assert len(told["reasons"]) == 3
    assert told["labels"] == []


def test_gentle_is_told_as_green(answer, bodies):
    told = answer("safety", bodies.name, "--preset", "gentle", "--scans", 8)
    assert (told["verdict"], told["reasons"]) == ("green", [])
    assert told["lit"]["mean"] > 0.95


def test_the_same_seed_tells_the_same(answer, bodies):
    words = ("safety", bodies.name, "--preset", "study", "--scans", 4, "--variants", 1, "--seed")
    assert answer(*words, 1) == answer(*words, 1) != answer(*words, 2)


def test_a_model_tells_what_flips(answer):
    data = scans.make()
    run = finished_runs.make()
    finished_runs.serve(run)
    told = answer("safety", data.name, "--preset", "study", "--model", run.name, "--scans", 8)
    assert [label["label"] for label in told["labels"]] == ["large", "small"]
    assert all(0 <= label["flipped"] <= 1 for label in told["labels"])
    assert all(len(step["labels"]) == 2 for step in told["steps"])


def test_a_recipe_file_does_what_its_preset_does(answer, bodies, tmp_path):
    file = tmp_path / "recipe.yaml"
    file.write_text(presets.get("gentle").recipe.to_yaml())
    words = ("safety", bodies.name, "--scans", 4)
    assert answer(*words, "--recipe", file) == answer(*words, "--preset", "gentle")


def test_people_see_a_table_and_one_sentence_a_step(call, bodies):
    told = call("safety", bodies.name, "--preset", "gentle", "--scans", 4).stdout
    assert "Safety on 4 scans, 4 variants each" in told
    assert "GREEN: The recipe removes" in told
    assert "green: Rotate -8 to 8 degrees removes" in told


def test_either_a_recipe_or_a_preset_is_needed(call, bodies):
    both = call("safety", bodies.name, "--preset", "study", "--recipe", "gentle")
    assert both.exit_code == call("safety", bodies.name).exit_code == 2
    assert "either --recipe NAME-OR-FILE or --preset NAME" in both.stderr


@pytest.mark.usefixtures("bodies")
@pytest.mark.parametrize("words", [("nowhere", "--preset", "study"), ("drawn", "--preset", "stdy")])
def test_an_unknown_name_is_refused(call, words):
    with pytest.raises(ScanLabError, match="there is no"):
        call("safety", *words)
