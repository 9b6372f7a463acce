"""Decisions follow each other, can be undone, and never touch the data they start from."""

import numpy as np
import pytest

from mlcore.clean import candidates, cleaned, store
from mlcore.clean.recipe import CleaningRecipe, Decision
from mlcore.data import dataset
from mlcore.errors import ScanLabError
from mlcore.inspect.material import Material
from mlcore.inspect.measure import measure
from tests.clean import flawed
from tests.clean.flawed import ids, labels_of

MERGE = Decision("merge_exact_duplicates")
CONTRADICTIONS = Decision("drop_contradictions")
BLACK = Decision("drop_black", {"keep": "one_present"})
FIX = Decision("set_label", {"id": "t3", "label": "edema", "value": 1})
WITHOUT_T3 = Decision("exclude", {"ids": ["t3"]})


def test_an_empty_recipe_changes_nothing():
    data = flawed.make()
    result = cleaned.apply(data, CleaningRecipe())
    assert result.rows.tolist() == list(range(15))
    assert result.table.equals(data.table)
    assert result.table.dtypes.to_dict() == data.table.dtypes.to_dict()
    assert result.log == ()


def test_the_order_of_decisions_matters():
    data = flawed.make()
    for decisions, dropped in [
        ((MERGE, CONTRADICTIONS), [4, 0]),
        ((CONTRADICTIONS, MERGE), [5, 1]),
        ((FIX, CONTRADICTIONS), [0, 2]),
        ((CONTRADICTIONS, FIX), [5, 0]),
    ]:
        log = cleaned.apply(data, CleaningRecipe(decisions)).log
        assert [done.dropped for done in log] == dropped


def test_an_undone_decision_leaves_no_trace():
    data = flawed.make()
    recipe = CleaningRecipe((BLACK, WITHOUT_T3, MERGE))
    undone = cleaned.apply(data, recipe.without(1))
    plain = cleaned.apply(data, CleaningRecipe((BLACK, MERGE)))
    assert undone.table.equals(plain.table)
    assert undone.log == plain.log
    assert "t3" in ids(undone.preview)
    assert data.table.equals(flawed.make().table)


def test_what_is_gone_already_is_said():
    log = cleaned.apply(flawed.make(), CleaningRecipe((WITHOUT_T3, WITHOUT_T3, FIX))).log
    assert [done.dropped for done in log] == [1, 0, 0]
    assert log[1].sentence == "0 scans dropped (not wanted); 1 had been dropped before"
    assert log[2].sentence == "t3 had been dropped before, so nothing changed"


def test_a_decision_sees_the_labels_that_an_earlier_one_set():
    blank = [
        Decision("set_label", {"id": "t1", "label": label, "value": "blank"})
        for label in flawed.LABELS
    ]
    result = cleaned.apply(flawed.make(), CleaningRecipe((*blank, MERGE)))
    assert "t1" in ids(result.preview), "without labels it is nobody's copy"
    assert labels_of(result.preview, "v0") == [0, 0]


def test_what_the_pixels_tell_is_looked_at_once_or_not_at_all(monkeypatch):
    data = flawed.make()
    material = Material(data, measure(data))
    recipe = CleaningRecipe((BLACK, MERGE))
    expected = cleaned.apply(data, recipe).table

    def never(*_):
        raise AssertionError

    monkeypatch.setattr(candidates, "measure", never)
    assert cleaned.apply(data, recipe, material).table.equals(expected)
    assert cleaned.apply(data, CleaningRecipe((FIX, WITHOUT_T3))).log[1].dropped == 1


def test_a_cleaned_data_set_is_cleaned_on_as_by_one_recipe():
    data = flawed.make()
    split = Decision("resplit", {"val": 0.3, "test": 0, "unlabelled_test": "moves"})
    first, second = CleaningRecipe((BLACK, MERGE)), CleaningRecipe((FIX, split))
    store.save(cleaned.apply(data, first), "one")
    on = cleaned.apply(dataset.load("one"), second)
    whole = cleaned.apply(data, first.adding(*second.decisions))
    assert on.table.equals(whole.table)
    assert on.log == whole.log
    assert on.recipe == whole.recipe
    two = store.save(on, "two")
    assert two.view["base"] == "flawed"
    assert CleaningRecipe.from_yaml(two.recipe) == whole.recipe
    assert two.fingerprint == store.save(whole, "three").fingerprint
    np.testing.assert_array_equal(two.pixels[:], data.pixels[whole.rows])
    dataset.delete("one")
    assert dataset.load("two").fingerprint == two.fingerprint


def test_the_number_in_an_error_is_that_of_the_recipe_at_hand():
    store.save(cleaned.apply(flawed.make(), CleaningRecipe((BLACK, MERGE))), "one")
    wrong = CleaningRecipe((Decision("exclude", {"ids": ["nobody"]}),))
    with pytest.raises(ScanLabError, match=r"^decision 1, 'exclude': there is no scan 'nobody'"):
        cleaned.apply(dataset.load("one"), wrong)


def test_a_recipe_that_was_changed_or_lost_is_told():
    view = store.save(cleaned.apply(flawed.make(), CleaningRecipe((BLACK,))), "one")
    file = view.folder / "recipe.yaml"
    file.write_text(CleaningRecipe((MERGE,)).to_yaml())
    with pytest.raises(ScanLabError, match=r"recipe.yaml of data set 'one' was changed after it"):
        cleaned.apply(view, CleaningRecipe())
    file.unlink()
    with pytest.raises(ScanLabError, match=r"recipe of data set 'one' cannot be read .*'flawed'"):
        cleaned.apply(view, CleaningRecipe())
