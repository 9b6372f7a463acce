"""Twelve scans that are watched."""

import numpy as np

from mlcore.runs import folder, panel

RNG = np.random.default_rng(3)
TRUTH = (RNG.random((200, 3)) < (0.3, 0.1, 0.02)).astype(np.float32)


def test_the_same_seed_watches_the_same_scans_and_another_seed_others():
    first = panel.choose(TRUTH, lambda _: True, 1)
    assert first == panel.choose(TRUTH, lambda _: True, 1)
    assert first != panel.choose(TRUTH, lambda _: True, 2)
    assert len(set(first)) == 12


def test_each_label_is_present_and_some_scans_have_none():
    chosen = TRUTH[panel.choose(TRUTH, lambda _: True, 0)]
    assert (chosen == 1).any(axis=0).all()
    assert (~(chosen == 1).any(axis=1)).sum() >= 4


def test_black_scans_are_not_watched():
    chosen = panel.choose(TRUTH, lambda position: position % 2 == 0, 0)
    assert len(chosen) == 12
    assert all(position % 2 == 0 for position in chosen)


def test_a_small_part_is_watched_whole_and_a_black_one_not_at_all():
    assert sorted(panel.choose(TRUTH[:5], lambda _: True, 0)) == [0, 1, 2, 3, 4]
    assert panel.choose(TRUTH[:5], lambda _: False, 0) == []


def test_what_was_written_is_read_and_a_line_half_written_is_left_out():
    run = folder.create({})
    assert panel.read(run) is None
    truth = np.array([[1, np.nan], [0, 1]], np.float32)
    for _ in range(2):
        panel.begin(run, ["a", "b"], ["x.png", "y.png"], np.array([4, 9]), truth)
    panel.add(run, 1, np.full((2, 2), 0.25))
    panel.add(run, 2, np.full((2, 2), 0.75))
    with open(run.panel_file, "a") as file:
        file.write('{"epoch": 3, "proba')
    seen = panel.read(run)
    assert (seen.labels, seen.ids, seen.rows) == (["a", "b"], ["x.png", "y.png"], [4, 9])
    assert seen.truth == [[1, None], [0, 1]]
    assert seen.epochs == [1, 2]
    assert seen.probability.shape == (2, 2, 2)
    assert seen.probability[:, 0, 0].tolist() == [0.25, 0.75]
