import numpy as np
import pandas as pd
import pytest

from mlcore.inspect.prevalence import drift, wilson


def counts(rows: list[tuple[str, str, int, int]]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["split", "label", "present", "absent"])
    known = (table["present"] + table["absent"]).replace(0, np.nan)
    return table.assign(prevalence=table["present"] / known)


def test_the_interval_is_wilsons():
    low, high = wilson(np.array([0, 5, 10]), np.array([10, 10, 10]))
    assert low == pytest.approx([0, 0.2366, 0.7225], abs=1e-4)
    assert high == pytest.approx([0.2775, 0.7634, 1], abs=1e-4)


def test_nothing_known_has_no_interval():
    low, high = wilson(np.array([0]), np.array([0]))
    assert np.isnan([low, high]).all()


def test_a_part_drawn_alike_does_not_drift():
    rng = np.random.default_rng(0)
    rows = [
        (split, f"label {k}", present := int(rng.binomial(size, 0.2)), size - present)
        for split, size in (("train", 4000), ("val", 1000), ("test", 1000))
        for k in range(40)
    ]
    assert len(drift(counts(rows))) == 0


def test_a_part_in_which_a_label_is_twice_as_frequent_drifts():
    rows = [("train", "a", 400, 3600), ("val", "a", 200, 800), ("test", "a", 100, 900)]
    found = drift(counts(rows))
    assert found[["label", "split"]].to_numpy().tolist() == [["a", "val"]]
    assert found["prevalence"].tolist() == [0.2]
    assert found["in_train"].tolist() == [0.1]
    assert found["p"][0] < 1e-10


def test_a_sure_but_small_difference_does_not_matter():
    rows = [("train", "a", 100_000, 900_000), ("val", "a", 11_000, 89_000)]
    assert len(drift(counts(rows))) == 0


def test_too_few_scans_to_tell_are_left_alone():
    rows = [("train", "a", 2, 98), ("val", "a", 4, 16), ("val", "b", 4, 16), ("train", "b", 0, 0)]
    assert len(drift(counts(rows))) == 0
