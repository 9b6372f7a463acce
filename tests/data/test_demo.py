"""The built-in data set: its scans, and the flaws it says it has."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest

from mlcore.data import dataset, demo
from mlcore.data.dataset import DataSet
from mlcore.data.demo import build, findings
from mlcore.errors import ScanLabError


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DataSet]:
    """2,000 scans, enough for 40 pairs of each kind."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MLCORE_HOME", str(tmp_path_factory.mktemp("home")))
        yield demo.make(train=1200, val=400, test=400, seed=3)


def small(name: str = "small", seed: int = 0) -> DataSet:
    return demo.make(name, train=60, val=20, test=20, seed=seed)


def position(made: DataSet) -> dict[str, int]:
    return {name: row for row, name in enumerate(made.table["id"])}


def pairs(made: DataSet, kind: str) -> np.ndarray:
    """``(k, 2)`` rows."""
    rows = position(made)
    return np.array([[rows[a], rows[b]] for a, b in made.facts["planted"][kind]])


def black(made: DataSet) -> np.ndarray:
    return ~made.pixels.reshape(len(made), -1).any(axis=1)


def test_a_demo_holds_small_grey_scans_in_three_splits(made: DataSet) -> None:
    assert made.pixels.shape == (2000, 64, 64, 1)
    assert made.pixels.dtype == np.uint8
    assert made.split_sizes() == {"train": 1200, "val": 400, "test": 400}
    assert made.labels == ("effusion", "enlarged_heart", "nodule")
    assert made.labelled().all()
    assert list(made.table["id"].iloc[[0, 1200, 1600]]) == ["10000.png", "40000.png", "70000.png"]


def test_scans_differ_in_brightness_but_none_is_burnt_out_or_empty(made: DataSet) -> None:
    seen = made.pixels[~black(made)]
    means = seen.mean(axis=(1, 2, 3))
    assert means.min() > 8
    assert means.max() < 190
    assert means.std() > 20
    assert (seen == 255).mean() < 0.02


def test_a_third_of_each_split_is_black_and_remembered(made: DataSet) -> None:
    rows = position(made)
    remembered = [rows[name] for name in made.facts["planted"]["black"]]
    assert remembered == np.flatnonzero(black(made)).tolist()
    rates = pd.Series(black(made)).groupby(made.table["split"]).mean()
    assert rates.between(0.33, 0.34).all()


def test_labels_are_as_frequent_as_in_the_study(made: DataSet) -> None:
    assert made.targets.mean(axis=0) == pytest.approx(findings.PREVALENCE, abs=0.05)
    assert made.targets[black(made)].mean(axis=0) == pytest.approx(findings.PREVALENCE, abs=0.07)


def test_findings_go_together_except_on_black_scans() -> None:
    rng = np.random.default_rng(0)
    truth = np.corrcoef((findings.severities(rng, 20_000) > 0).T)
    drawn_blindly = np.corrcoef(findings.at_random(rng, 20_000).T)
    apart = np.triu_indices(3, 1)
    assert truth[apart] == pytest.approx([0.32, 0.17, 0.11], abs=0.04)
    assert drawn_blindly[apart] == pytest.approx([0, 0, 0], abs=0.03)


def test_exact_pairs_are_equal_byte_for_byte_and_never_black(made: DataSet) -> None:
    scans, copies = pairs(made, "exact_pairs").T
    assert len(scans) == 40
    assert (made.pixels[scans] == made.pixels[copies]).all()
    assert not black(made)[scans].any()


def test_no_other_scans_are_equal(made: DataSet) -> None:
    seen = made.pixels[~black(made)]
    assert len({scan.tobytes() for scan in seen}) == len(seen) - 40


def test_near_pairs_look_alike_but_are_not_equal(made: DataSet) -> None:
    scans, copies = pairs(made, "near_pairs").T
    assert len(scans) == 40
    shifts = [(y, x) for y in (-1, 0, 1) for x in (-1, 0, 1)]
    for scan, copy in zip(made.pixels[scans], made.pixels[copies], strict=True):
        moved = [np.roll(copy, shift, axis=(0, 1)).astype(int) for shift in shifts]
        assert (scan != copy).any()
        assert min(np.abs(scan - other).mean() for other in moved) < 8


def test_near_pairs_are_closer_than_any_two_people(made: DataSet) -> None:
    paired = np.concatenate([pairs(made, kind).ravel() for kind in ("exact_pairs", "near_pairs")])
    people = np.setdiff1d(np.flatnonzero(~black(made)), paired)
    scans = made.pixels[people].reshape(len(people), -1).astype(np.int16)
    nearest = [np.abs(scans[k + 1 :] - scans[k]).mean(axis=1).min() for k in range(150)]
    assert min(nearest) > 8


def test_half_of_the_pairs_leak_out_of_train(made: DataSet) -> None:
    split = made.table["split"].to_numpy()
    for kind in ("exact_pairs", "near_pairs"):
        scans, copies = split[pairs(made, kind)].T
        assert (scans == "train").all()
        assert (copies == "train").sum() == 20
        assert {"val", "test"} <= set(copies)


def test_no_scan_is_in_two_pairs(made: DataSet) -> None:
    rows = np.concatenate([pairs(made, kind).ravel() for kind in ("exact_pairs", "near_pairs")])
    assert len(set(rows)) == len(rows) == 160


def test_both_scans_of_a_pair_have_one_truth_so_only_flips_part_them(made: DataSet) -> None:
    rows = position(made)
    truth = made.targets.copy()
    for name, label in made.facts["planted"]["flipped"]:
        cell = rows[name], made.labels.index(label)
        truth[cell] = 1 - truth[cell]
    for kind in ("exact_pairs", "near_pairs"):
        scans, copies = pairs(made, kind).T
        assert (truth[scans] == truth[copies]).all()


def test_two_percent_of_the_labels_that_could_be_seen_are_flipped(made: DataSet) -> None:
    rows = position(made)
    flipped = made.facts["planted"]["flipped"]
    where = np.array([rows[name] for name, _ in flipped])
    seen = ~black(made) & (made.table["split"] != "test").to_numpy()
    assert len(flipped) == round(0.02 * 3 * seen.sum())
    assert seen[where].all()
    assert len({tuple(cell) for cell in flipped}) == len(flipped)


def test_flaws_shrink_with_the_set() -> None:
    planted = small().facts["planted"]
    counts = {kind: len(found) for kind, found in planted.items()}
    assert counts == {"black": 34, "exact_pairs": 2, "near_pairs": 2, "flipped": 3}


def test_the_same_seed_gives_the_same_bytes() -> None:
    assert small("one").fingerprint == small("two").fingerprint


def test_another_seed_gives_other_scans() -> None:
    assert small("one").fingerprint != small("two", seed=1).fingerprint


def test_scans_do_not_depend_on_the_number_of_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    prints = set()
    for threads in (1, 3):
        monkeypatch.setattr(build, "THREADS", threads)
        prints.add(demo.make(f"by-{threads}", train=300, val=0, test=0).fingerprint)
    assert len(prints) == 1


def test_making_it_again_changes_nothing_on_disk() -> None:
    before = (small().folder / "dataset.json").stat().st_mtime_ns
    assert (small().folder / "dataset.json").stat().st_mtime_ns == before


def test_a_demo_of_other_options_is_made_anew() -> None:
    assert len(small()) == 100
    assert len(demo.make("small", train=30, val=10, test=0)) == 40
    assert dataset.names() == ["small"]


def test_an_imported_data_set_of_that_name_is_left_alone() -> None:
    table = pd.DataFrame({"id": ["a"], "split": ["train"], "mine": [1.0]})
    with dataset.draft("demo", 1, 8, 1) as draft:
        draft.finish(table, ["mine"], {"source": "elsewhere"})
    with pytest.raises(ScanLabError, match="'demo' is already a data set that is not a demo"):
        demo.make()
    assert dataset.load("demo").labels == ("mine",)


@pytest.mark.parametrize("sizes", [(1, 0, 0), (2, 1, 0), (10, 3, 3), (1, 60, 2), (120, 0, 0)])
def test_small_and_lopsided_sizes_work(sizes: tuple[int, int, int]) -> None:
    made = demo.make("odd", *sizes)
    assert tuple(made.split_sizes().get(split, 0) for split in dataset.SPLITS) == sizes


@pytest.mark.parametrize("side", [16, 32, 128])
def test_other_sides_show_the_same_bodies(side: int) -> None:
    made = demo.make("other", train=8, val=0, test=0, side=side)
    assert made.pixels.shape == (8, side, side, 1)
    middle = made.pixels[~black(made)][:, side // 4 : -side // 4, side // 4 : -side // 4]
    assert middle.mean() > 30


@pytest.mark.parametrize("sizes", [(5, 5, 5), (30_000, 30_000, 30_000), (30_001, 2, 300_001)])
def test_ids_never_collide(sizes: tuple[int, int, int]) -> None:
    ids = build._ids(sizes)
    assert len(set(ids)) == len(ids) == sum(sizes)
    assert len({len(name) for name in ids}) == 1


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"train": 0}, "cannot have 0 train, 1000 val and 1000 test"),
        ({"val": -1}, "cannot have 4000 train, -1 val"),
        ({"test": -5}, "-5 test scans"),
        ({"seed": -1}, "seed -1 cannot be used"),
        ({"side": 65}, "side 65; choose one of 16, 32, 64, 128"),
        ({"name": "../up"}, "'../up' cannot be used"),
    ],
)
def test_nonsense_is_refused_in_one_sentence_and_leaves_nothing(
    options: dict[str, int | str], sentence: str
) -> None:
    with pytest.raises(ScanLabError, match=sentence.replace(".", r"\.")):
        demo.make(**options)
    assert dataset.names() == []


def test_progress_counts_up_to_all_scans() -> None:
    calls: list[tuple[str, int, int]] = []
    demo.make("told", train=200, val=50, test=50, progress=lambda *call: calls.append(call))
    assert [done for _, done, _ in calls] == [0, 128, 256, 300]
    assert {total for *_, total in calls} == {300}


def test_example_scans_are_new_and_equal_for_equal_seeds(made: DataSet) -> None:
    first, again = demo.example_scans(5, seed=3), demo.example_scans(5, seed=3)
    known = {scan.tobytes() for scan in made.pixels}
    assert [name for name, _ in first] == [f"example-3-{k}.png" for k in range(1, 6)]
    for (_, scan), (_, same) in zip(first, again, strict=True):
        assert scan.shape == (64, 64, 1)
        assert (scan == same).all()
        assert scan.any()
        assert scan.tobytes() not in known
    assert (demo.example_scans(1, seed=4)[0][1] != first[0][1]).any()
    assert demo.example_scans(0, seed=0) == []


def test_a_negative_count_of_examples_is_refused() -> None:
    with pytest.raises(ScanLabError, match="-1 example scans cannot be made"):
        demo.example_scans(-1, seed=0)
