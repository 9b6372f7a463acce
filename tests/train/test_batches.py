"""What training scans look like from epoch to epoch."""

import threading

import numpy as np
import pytest

from mlcore.augment import presets, stream
from mlcore.augment.recipe import Recipe
from mlcore.train import batches
from mlcore.train.batches import Lessons
from mlcore.train.parts import part_of
from tests import scans

STUDY = presets.get("study").recipe
SEED = 11


@pytest.fixture
def part():
    return part_of(scans.make(train=20, unknown=0.4), "train")


def variant(part, position: int, number: int) -> np.ndarray:
    row = part.rows[position]
    seed = stream.seed_for(SEED, number, int(row))
    return stream.apply(STUDY, np.asarray(part.store[row]), seed).pixels


def test_a_training_scan_gets_the_pixels_that_page_and_command_line_draw_from_its_seed(part):
    assert part.rows.tolist() != list(range(len(part))), "some scans have no label"
    shown = Lessons(part, STUDY, seed=SEED).pixels(np.array([3, 0, 7]), epoch=2)
    assert shown.shape == (3, 16, 16, 1)
    for pixels, position in zip(shown, (3, 0, 7), strict=True):
        np.testing.assert_array_equal(pixels, variant(part, position, 2))


def test_every_epoch_shows_a_fresh_variant_and_a_later_look_shows_the_same(part):
    lessons, everyone = Lessons(part, STUDY, seed=SEED), np.arange(len(part))
    first, second = lessons.pixels(everyone, 1), lessons.pixels(everyone, 2)
    assert (first != second).any(axis=(1, 2, 3)).mean() > 0.8
    again = Lessons(part, STUDY, seed=SEED).pixels(everyone[::-1], 2)
    np.testing.assert_array_equal(again[::-1], second)
    other = Lessons(part, STUDY, seed=SEED + 1).pixels(everyone, 2)
    assert (other != second).any()


def test_fixed_copies_are_added_to_the_scans_and_are_the_same_in_every_epoch(part):
    n, lessons = len(part), Lessons(part, STUDY, copies=3, seed=SEED)
    assert len(lessons) == 4 * n
    assert lessons.truth.shape == (4 * n, 2)
    np.testing.assert_array_equal(lessons.truth[2 * n : 3 * n], part.truth)
    everything = np.arange(4 * n)
    shown = lessons.pixels(everything, 1)
    np.testing.assert_array_equal(shown, lessons.pixels(everything, 5))
    np.testing.assert_array_equal(shown[:n], part.pixels(slice(None)))
    np.testing.assert_array_equal(shown[2 * n + 4], variant(part, 4, 2))


@pytest.mark.parametrize("threads", [1, 5])
def test_batches_come_in_order_however_many_threads_make_them(part, threads, monkeypatch):
    monkeypatch.setattr(batches, "THREADS", threads)
    lessons = Lessons(part, STUDY, copies=9, seed=SEED)
    orders = np.array_split(np.random.default_rng(0).permutation(len(lessons)), 50)
    made = list(lessons.batches(orders, 1))
    assert len(made) == 50
    for order, (positions, pixels) in zip(orders, made, strict=True):
        np.testing.assert_array_equal(positions, order)
        np.testing.assert_array_equal(pixels, lessons.pixels(order, 1))


def test_no_thread_is_left_when_nobody_wants_the_rest(part):
    orders = np.array_split(np.arange(len(part)), 5)
    few = Lessons(part, STUDY).batches(orders, 1)
    next(few)
    assert any(thread.name.startswith("augmentation") for thread in threading.enumerate())
    few.close()
    assert not any(thread.name.startswith("augmentation") for thread in threading.enumerate())


def test_an_error_in_a_thread_reaches_the_training(part):
    crop = Recipe.from_yaml("- step: crop\n  size: 40\n  measure: pixels\n")
    with pytest.raises(Exception, match="step 'crop' cuts 40 x 40 pixels"):
        list(Lessons(part, crop).batches([np.arange(3)], 1))


def test_without_a_recipe_batches_are_read_straight_from_the_store(part, monkeypatch):
    monkeypatch.setattr(batches, "ThreadPoolExecutor", None)
    orders = np.array_split(np.arange(len(part))[::-1], 3)
    for order, (positions, pixels) in zip(
        orders, Lessons(part, Recipe()).batches(orders, 1), strict=True
    ):
        np.testing.assert_array_equal(positions, order)
        np.testing.assert_array_equal(pixels, part.pixels(order))
