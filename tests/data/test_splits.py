"""A split gives every label its share on both sides."""

import time

import numpy as np
import pytest

from mlcore.data.splits import stratified_parts, stratified_split


def targets_of(scans: int, rates: list[float], seed: int = 0) -> np.ndarray:
    chance = np.random.default_rng(seed)
    return (chance.random((scans, len(rates))) < rates).astype(np.float32)


@pytest.mark.parametrize("fraction", [0.1, 0.2, 0.5])
def test_every_label_keeps_its_share(fraction: float) -> None:
    targets = targets_of(3000, [0.5, 0.1, 0.02, 0.01])
    held = stratified_split(targets, fraction, seed=0)
    assert held.sum() == round(3000 * fraction)
    positives = targets.sum(axis=0)
    assert np.abs(targets[held].sum(axis=0) - fraction * positives).max() <= 2


def test_it_is_closer_than_chance_for_rare_labels() -> None:
    targets = targets_of(2000, [0.3, 0.02, 0.01])
    held = stratified_split(targets, 0.2, seed=0)
    wanted = 0.2 * targets.sum(axis=0)
    ours = np.abs(targets[held].sum(axis=0) - wanted).sum()
    chance = np.random.default_rng(0)
    by_chance = [
        np.abs(targets[chance.random(2000) < 0.2].sum(axis=0) - wanted).sum() for _ in range(50)
    ]
    assert ours < np.quantile(by_chance, 0.05)


def test_equal_seeds_give_equal_splits_and_others_differ() -> None:
    targets = targets_of(500, [0.4, 0.1])
    first = stratified_split(targets, 0.2, seed=3)
    assert np.array_equal(first, stratified_split(targets, 0.2, seed=3))
    assert not np.array_equal(first, stratified_split(targets, 0.2, seed=4))


def test_unknown_labels_are_shared_out_too() -> None:
    targets = targets_of(1000, [0.3, 0.3])
    targets[:200, 0] = np.nan
    held = stratified_split(targets, 0.25, seed=0)
    assert abs(int(np.isnan(targets[held, 0]).sum()) - 50) <= 1


def test_scans_of_one_group_stay_together_and_labels_keep_their_share() -> None:
    targets = targets_of(3000, [0.4, 0.05])
    groups = np.random.default_rng(1).integers(0, 700, 3000).astype(str)
    held = stratified_split(targets, 0.2, seed=0, groups=groups)
    assert not set(groups[held]) & set(groups[~held])
    assert abs(held.mean() - 0.2) < 0.01
    assert np.abs(targets[held].mean(axis=0) - targets.mean(axis=0)).max() < 0.01


def test_one_large_group_goes_to_the_larger_part() -> None:
    targets = np.zeros((100, 1), np.float32)
    groups = np.array([0] * 60 + list(range(1, 41)))
    held = stratified_split(targets, 0.2, seed=0, groups=groups)
    assert not held[:60].any()
    assert held.sum() == 20


def test_without_any_positive_the_size_is_still_right() -> None:
    assert stratified_split(np.zeros((50, 3), np.float32), 0.2, seed=0).sum() == 10
    assert stratified_split(np.full((50, 3), np.nan, np.float32), 0.2, seed=0).sum() == 10


@pytest.mark.parametrize("scans", [0, 1])
def test_nothing_is_held_out_of_next_to_nothing(scans: int) -> None:
    assert not stratified_split(np.ones((scans, 2), np.float32), 0.2, seed=0).any()


@pytest.mark.parametrize("fraction", [0, 1, 1.5])
def test_a_fraction_must_leave_something_on_both_sides(fraction: float) -> None:
    with pytest.raises(ValueError, match="fraction"):
        stratified_split(np.ones((4, 1)), fraction, seed=0)


def test_a_hundred_thousand_scans_take_seconds() -> None:
    targets = targets_of(100_000, [0.3, 0.2, 0.1, 0.05, 0.01])
    started = time.perf_counter()
    held = stratified_split(targets, 0.2, seed=0)
    assert time.perf_counter() - started < 10
    assert held.sum() == 20_000


@pytest.mark.parametrize("seed", range(4))
def test_large_groups_leave_every_label_its_share_in_three_parts(seed: int) -> None:
    """Like a clinic's patients: a few have very many scans, and labels run in the patient."""
    chance = np.random.default_rng(9)
    sizes = np.minimum(chance.zipf(1.7, 260), 60)
    patients = np.repeat(np.arange(len(sizes)), sizes)
    rates = np.clip(chance.normal(0.12, 0.1, (len(sizes), 8)), 0, 1)
    targets = (chance.random((len(patients), 8)) < rates[patients]).astype(np.float32)
    part = stratified_parts(targets, (0.6, 0.2, 0.2), seed, patients)
    assert all(len(set(part[patients == patient])) == 1 for patient in range(len(sizes)))
    assert np.abs(np.bincount(part) / len(part) - [0.6, 0.2, 0.2]).max() < 0.01
    common = targets.sum(axis=0) >= 50
    assert common.sum() >= 5
    there = np.array([targets[part == k].mean(axis=0) for k in range(3)])
    assert np.abs(there / targets.mean(axis=0) - 1)[:, common].max() < 0.15


def test_holding_out_is_sharing_out_between_two_parts() -> None:
    targets = targets_of(300, [0.3, 0.1])
    held = stratified_split(targets, 0.3, seed=5)
    assert np.array_equal(stratified_parts(targets, (0.7, 0.3), 5) == 1, held)


@pytest.mark.parametrize("shares", [(0.5, 0.4), (1.0, 0.0), (1.2, -0.2), (0.5, 0.6)])
def test_shares_must_make_a_whole(shares: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="together"):
        stratified_parts(np.ones((9, 1)), shares, seed=0)
