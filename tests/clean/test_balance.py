"""Label shares per part, before and after."""

import numpy as np
import pytest

from mlcore.clean import cleaned
from mlcore.clean.balance import balance
from mlcore.clean.recipe import CleaningRecipe, Decision
from tests.clean import flawed


def test_shares_are_told_before_and_after():
    data = flawed.make()
    made = cleaned.apply(data, CleaningRecipe((Decision("exclude", {"ids": ["t1", "v0", "x0"]}),)))
    rows = balance(data, made.preview)
    order = [(part, label) for part in ("train", "val", "test") for label in flawed.LABELS]
    assert list(rows[["split", "label"]].itertuples(index=False, name=None)) == order
    edema = rows.set_index(["split", "label"]).loc[("train", "edema")]
    assert (edema["present_before"], edema["present_after"]) == (5, 4)
    assert edema["prevalence_before"] == pytest.approx(5 / 9)
    assert edema["drift_before"] == pytest.approx(5 / 9 / (6 / 13) - 1)
    assert edema["prevalence_after"] == pytest.approx(4 / 8)
    test = rows.iloc[4]
    assert test["present_after"] == 0
    assert np.isnan(test["prevalence_after"])
    assert np.isnan(test["drift_after"])


def test_a_part_that_is_new_or_gone_has_no_other_side():
    rows = [(str(i), "train", f"scan {i}", i % 2, 1) for i in range(20)]
    data = flawed.make(rows)
    made = cleaned.apply(data, CleaningRecipe((Decision("resplit", {"val": 0.5}),)))
    table = balance(data, made.preview).set_index(["split", "label"])
    assert np.isnan(table.loc[("val", "edema"), "present_before"])
    assert table.loc[("val", "edema"), "present_after"] == 5
    assert table.loc[("val", "cyst"), "drift_after"] == 0


def test_a_label_that_is_never_present_has_no_drift():
    data = flawed.make([(str(i), "train", f"scan {i}", 0, 1) for i in range(4)])
    assert np.isnan(balance(data, data)["drift_before"][0])
