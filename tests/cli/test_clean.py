import pandas as pd
import pytest

from mlcore.clean.recipe import CleaningRecipe, Decision
from mlcore.data import dataset
from mlcore.errors import ScanLabError
from tests.clean import flawed

RECIPE = CleaningRecipe((Decision("drop_black"), Decision("resplit", {"val": 0.3, "test": 0.0})))


@pytest.fixture
def recipe(tmp_path):
    path = tmp_path / "recipe.yaml"
    path.write_text(RECIPE.to_yaml())
    return path


def test_a_cleaned_data_set_is_stored_and_told(answer, recipe):
    flawed.make()
    told = answer("clean", "flawed", "--recipe", recipe, "--save-as", "mine")
    view = dataset.load("mine")
    assert told["name"] == "mine"
    assert told["base"] == "flawed"
    assert told["n"] == len(view) == 12
    assert told["splits"] == view.split_sizes()
    assert told["splits"]["test"] == 2
    assert told["fingerprint"] == view.fingerprint
    assert told["recipe"] == RECIPE.digest
    assert [done["decision"] for done in told["log"]] == ["drop_black", "resplit"]
    assert told["log"][0]["dropped"] == 3
    first = told["balance"][0]
    assert (first["split"], first["label"], first["present_before"]) == ("train", "edema", 5)
    assert told["balance"][-1]["drift_after"] is None


def test_people_read_what_each_decision_did_and_the_balance(call, recipe):
    flawed.make()
    told = call("clean", "flawed", "--recipe", recipe, "--save-as", "mine").stdout
    assert told.startswith("1. drop_black: 3 black scans dropped; 1 in other parts or without")
    assert "2. resplit: 10 scans in 6 groups shared out" in told
    assert "Saved as mine: 12 of 15 scans (train " in told
    assert ["train", "edema", "5", "+20%"] in [line.split()[:4] for line in told.splitlines()]


def test_without_a_name_it_only_tells(call, recipe):
    flawed.make()
    told = call("clean", "flawed", "--recipe", recipe).stdout
    assert "Nothing saved (no --save-as): 12 of 15 scans" in told
    assert dataset.names() == ["flawed"]


def test_a_table_of_all_scans_is_written(answer, recipe, tmp_path):
    flawed.make()
    answer("clean", "flawed", "--recipe", recipe, "--csv", tmp_path / "scans.csv")
    table = pd.read_csv(tmp_path / "scans.csv")
    assert len(table) == 15
    assert table["kept"].sum() == 12
    assert table["reason"].dropna().unique().tolist() == ["black"]


def test_imported_data_is_never_replaced(call, recipe):
    data = flawed.make()
    with pytest.raises(ScanLabError, match="'flawed' is imported data"):
        call("clean", "flawed", "--recipe", recipe, "--save-as", "flawed")
    assert dataset.load("flawed").fingerprint == data.fingerprint


def test_a_bad_recipe_stores_nothing(call, tmp_path):
    flawed.make()
    path = tmp_path / "bad.yaml"
    path.write_text("- decision: exclude\n  ids: [nobody]\n")
    with pytest.raises(ScanLabError, match="decision 1, 'exclude': there is no scan 'nobody'"):
        call("clean", "flawed", "--recipe", path, "--save-as", "mine")
    assert dataset.names() == ["flawed"]
