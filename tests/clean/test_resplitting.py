"""A new split keeps together what belongs together, and every label's share."""

import numpy as np
import pandas as pd
import pytest

from mlcore.clean import cleaned
from mlcore.clean.balance import balance
from mlcore.clean.cleaned import Cleaned
from mlcore.clean.recipe import CleaningRecipe, Decision
from mlcore.data import dataset
from mlcore.data.dataset import DataSet
from mlcore.data.demo import build
from tests.clean import flawed

LABELS = tuple(f"finding {k}" for k in range(14))


def clinic(scans: int = 1000, people: int = 260) -> DataSet:
    """Like the chest scans of a clinic: 14 rare labels that run in the patient, a few patients
    with very many scans, some of unknown patients, copies, and a split by chance that leaks."""
    rng = np.random.default_rng(4)
    weight = 1 / np.arange(1, people + 1) ** 0.9
    patient = rng.choice(people, scans, p=weight / weight.sum())
    rates = rng.uniform(0.01, 0.17, 14) * rng.gamma(0.7, 1 / 0.7, (people, 14))
    truth = (rng.random((scans, 14)) < np.clip(rates, 0, 1)[patient]).astype(np.float32)
    with dataset.draft("clinic", scans, 8, 1) as draft:
        draft.pixels[:] = rng.integers(0, 256, draft.pixels.shape)
        copies = rng.permutation(scans)[:60].reshape(-1, 2)
        draft.pixels[copies[:, 1]] = draft.pixels[copies[:, 0]]
        table = pd.DataFrame(
            {
                "id": [f"{i}.png" for i in range(scans)],
                "split": rng.choice(["train", "val", "test"], scans, p=[0.6, 0.2, 0.2]),
                "patient": pd.Series([f"p{k}" for k in patient]).where(patient > 3),
            }
        )
        table[list(LABELS)] = truth
        return draft.finish(table, LABELS, {"source": "generated"})


def resplit(data: DataSet, *before: Decision, **values) -> Cleaned:
    return cleaned.apply(data, CleaningRecipe((*before, Decision("resplit", values))))


def parts_a(data: DataSet, groups: np.ndarray) -> int:
    """In how many parts the scans of one group are, at most."""
    return int(data.table["split"].groupby(groups).nunique().max())


def hashes(data: DataSet) -> np.ndarray:
    return np.array([hash(scan.tobytes()) for scan in data.pixels])


def test_patients_and_copies_are_never_separated_and_labels_keep_their_share():
    data = clinic()
    known = data.table["patient"].dropna().index
    assert parts_a(data, data.table["patient"]) == 3
    assert parts_a(data, hashes(data)) > 1
    for seed in range(3):
        made = resplit(data, seed=seed).preview
        assert len(made) == 1000
        assert parts_a(made, made.table["patient"]) == 1
        assert parts_a(made, hashes(made)) == 1
        sizes, wanted = made.split_sizes(), data.split_sizes()
        assert all(abs(sizes[part] - wanted[part]) <= 10 for part in wanted)
        rows = balance(data, made)
        common = rows.groupby("label")["present_after"].transform("sum") >= 50
        assert rows[common]["label"].nunique() >= 5
        assert rows[common]["drift_after"].abs().max() < 0.15
        assert rows[common]["drift_before"].abs().max() > 0.15
        assert made.table.loc[known, "patient"].notna().all()


def test_equal_seeds_give_equal_splits():
    data = clinic()
    first, again, other = (resplit(data, seed=seed).table for seed in (0, 0, 1))
    assert first.equals(again)
    assert not first.equals(other)


@pytest.mark.parametrize(
    ("values", "sizes"),
    [
        ({"val": 0.1, "test": 0.3}, {"train": 60, "val": 10, "test": 30}),
        ({"val": 0, "test": 0.5}, {"train": 50, "test": 50}),
        ({"val": 0, "test": 0}, {"train": 100}),
        ({}, {"train": 60, "val": 30, "test": 10}),
        ({"val": 0.2}, {"train": 70, "val": 20, "test": 10}),
    ],
)
def test_parts_have_the_sizes_asked_for(values, sizes):
    rows = [
        (str(i), "train" if i < 60 else "val" if i < 90 else "test", f"scan {i}", i % 2, i % 3 == 0)
        for i in range(100)
    ]
    assert resplit(flawed.make(rows), **values).preview.split_sizes() == sizes


def test_unlabelled_test_scans_stay_unless_asked_to_move():
    data = flawed.make()
    stayed = resplit(data, val=0.4, test=0)
    assert flawed.ids(stayed.preview, "test") == ["x1", "x2"]
    assert "2 unlabelled test scans stay in test" in stayed.log[0].sentence
    moved = resplit(data, val=0.4, test=0, unlabelled_test="moves").preview
    assert flawed.ids(moved, "test") == []
    pair = moved.table.set_index("id")["split"][["v2", "x2"]]
    assert pair.nunique() == 1, "copies stay together, labelled or not"


def test_by_default_the_test_part_of_a_competition_gets_no_labelled_scan():
    rows = [
        (str(i), "train" if i < 60 else "val" if i < 80 else "test", f"scan {i}", *values)
        for i, values in enumerate([(1, 0)] * 80 + [(np.nan, np.nan)] * 40)
    ]
    made = resplit(flawed.make(rows)).preview
    assert made.split_sizes() == {"train": 60, "val": 20, "test": 40}
    assert flawed.ids(made, "test") == [str(i) for i in range(80, 120)]


def test_a_black_scan_that_is_to_teach_stays_in_the_training_part():
    rows = [(str(i), "train", "black" if i < 4 else f"scan {i}", i % 2, 0) for i in range(40)]
    data = flawed.make(rows, patients=["a", "b", *"cdefgh" * 6, "a", "b"])
    keep = Decision("drop_black", {"keep": "one_of_each"})
    for seed in range(10):
        made = resplit(data, keep, val=0.5, seed=seed).preview
        assert made.table.set_index("id")["split"][["0", "1", "38", "39"]].eq("train").all()
        assert flawed.labels_of(made, "1") == [1, 1]
        assert parts_a(made, made.table["patient"]) == 1


def test_black_scans_are_not_copies_of_each_other():
    rows = [(str(i), "train", f"scan {i}" if i < 2 else "black", i % 2, 0) for i in range(40)]
    made = resplit(flawed.make(rows), val=0.25).preview
    assert made.split_sizes() == {"train": 30, "val": 10}


def test_the_demo_has_no_leak_after_a_new_split():
    data = build.make("demo", 600, 200, 200)
    planted = [*data.facts["planted"]["exact_pairs"], *data.facts["planted"]["near_pairs"]]
    before = data.table.set_index("id")["split"]
    assert (len(planted), sum(before[a] != before[b] for a, b in planted)) == (40, 20)
    after = resplit(data, Decision("drop_black")).preview.table.set_index("id")["split"]
    assert sum(after[a] != after[b] for a, b in planted) == 0


def test_nothing_left_is_split_into_nothing():
    every = Decision("exclude", {"ids": [row[0] for row in flawed.ROWS]})
    assert len(resplit(flawed.make(), every).preview) == 0
