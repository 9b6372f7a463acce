"""What is kept of a cleaned data set."""

import numpy as np
import pandas as pd
import pytest

from mlcore.clean import cleaned, store
from mlcore.clean.recipe import CleaningRecipe, Decision
from mlcore.data import dataset
from mlcore.errors import ScanLabError
from tests.clean import flawed

RECIPE = CleaningRecipe(
    (
        Decision("drop_black", {"keep": "one_absent"}),
        Decision("merge_exact_duplicates"),
        Decision("exclude", {"ids": ["v2"], "reason": 'upside down, "odd"'}),
    )
)


def test_a_stored_view_equals_a_copy_of_its_scans():
    data = flawed.make()
    result = cleaned.apply(data, RECIPE)
    view = store.save(result, "clean")
    kept = ["t0", "t3", "t7", "t8", "v0", "x0", "x1", "x2"]
    assert view.table["id"].tolist() == kept
    copied = np.array(data.pixels)[data.table["id"].isin(kept)]
    np.testing.assert_array_equal(np.asarray(view.pixels), copied)
    for start in range(0, 8, 3):
        np.testing.assert_array_equal(view.pixels[start : start + 3], copied[start : start + 3])
    for split in ("train", "val", "test"):
        rows = view.rows(split)
        np.testing.assert_array_equal(view.pixels[rows], copied[rows])
    assert view.fingerprint == result.preview.fingerprint
    assert view.table.equals(result.preview.table)


def test_the_recipe_and_what_it_did_are_kept():
    view = store.save(cleaned.apply(flawed.make(), RECIPE), "clean")
    assert CleaningRecipe.from_yaml(view.recipe) == RECIPE
    assert view.view["recipe"] == RECIPE.digest
    assert [done["dropped"] for done in view.view["log"]] == [2, 4, 1]
    assert set(view.view["log"][0]) == {"decision", "dropped", "relabelled", "moved", "sentence"}


def test_a_recipe_that_leaves_nothing_to_learn_from_is_not_stored():
    every = Decision("exclude", {"ids": [f"t{i}" for i in range(9)]})
    result = cleaned.apply(flawed.make(), CleaningRecipe((every,)))
    with pytest.raises(ScanLabError, match="leaves no training scan of 'flawed'; undo"):
        store.save(result, "clean")
    assert dataset.names() == ["flawed"]


def test_the_table_tells_what_became_of_every_scan(tmp_path):
    split = Decision("resplit", {"val": 0.4, "test": 0.0})
    result = cleaned.apply(flawed.make(), RECIPE.adding(split))
    store.write_csv(result, tmp_path / "clean.csv")
    table = pd.read_csv(tmp_path / "clean.csv", keep_default_na=False, dtype=str)
    assert table.columns.tolist() == ["id", "split", "edema", "cyst", "kept", "reason"]
    rows = table.set_index("id")
    assert rows["kept"].eq("1").sum() == len(result.rows)
    assert rows.loc["t0"].tolist() == ["train", "0", "0", "1", ""]
    assert rows.loc["t2"].tolist() == ["train", "0", "", "0", "black"]
    assert rows.loc["t4"].tolist() == ["train", "1", "0", "0", "equal pixels as t3"]
    assert rows.loc["v2"].tolist() == ["val", "0", "1", "0", 'by hand: upside down, "odd"']
    assert rows.loc["x0", "split"] != "test"
    assert rows.loc["x1"].tolist() == ["test", "", "", "1", ""]
    kept = rows[rows["kept"] == "1"]
    assert kept["split"].tolist() == result.table["split"].tolist()


def test_patients_stand_in_the_table_too(tmp_path):
    data = flawed.make(patients=[f"p{i}" for i in range(14)] + [None])
    store.write_csv(cleaned.apply(data, RECIPE), tmp_path / "a.csv")
    table = pd.read_csv(tmp_path / "a.csv")
    assert table["patient"].tolist()[:2] == ["p0", "p1"]


def test_a_table_that_cannot_be_written_is_told(tmp_path):
    result = cleaned.apply(flawed.make(), RECIPE)
    with pytest.raises(ScanLabError, match=r"a\.csv cannot be written"):
        store.write_csv(result, tmp_path / "nowhere" / "a.csv")
