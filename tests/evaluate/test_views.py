"""Curves, confusion, worst errors and slices: what the page draws."""

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import auc, precision_recall_curve, roc_curve

from mlcore.evaluate import background, confusion, curves, evaluation, slices, worst
from mlcore.inspect import inspection
from mlcore.metrics import ranking, table
from tests.evaluate.planted import demo_run


def made(n: int = 600) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    truth = (rng.random((n, 2)) < (0.3, 0.1)).astype(float)
    return truth, 1 / (1 + np.exp(-rng.normal(0, 1, (n, 2)) - 2 * truth + 1))


def test_curves_are_those_of_scikit_learn():
    truth, p = made()
    found = curves.of(truth, p, np.arange(len(p)), draws=20)
    for label, of in enumerate(found):
        fpr, tpr, _ = roc_curve(truth[:, label], p[:, label])
        assert auc(of.roc.x, of.roc.y) == pytest.approx(auc(fpr, tpr), abs=0.01)
        precision, recall, _ = precision_recall_curve(truth[:, label], p[:, label])
        at = of.precision_recall.x[37]
        first = np.flatnonzero(recall >= at - 1e-9)[-1]
        assert of.precision_recall.y[37] == pytest.approx(precision[first])


def test_bands_hold_the_curve_and_narrow_with_scans():
    few, many = (
        curves.of(*(part[:n] for part in made(4000)), np.arange(n), draws=60)[0]
        for n in (200, 3200)
    )
    for of in (few, many):
        inside = (of.roc.low <= of.roc.y + 0.05) & (of.roc.y <= of.roc.high + 0.05)
        assert inside.mean() > 0.95
    wide, narrow = (np.mean(of.roc.high - of.roc.low) for of in (few, many))
    assert narrow == pytest.approx(wide / 4, rel=0.5)


def test_histogram_and_calibration_count_every_known_scan():
    truth, p = made()
    truth[:50, 0] = np.nan
    of = curves.of(truth, p, np.arange(len(p)), draws=5)[0]
    assert of.present.sum() + of.absent.sum() == 550
    assert of.scans.sum() == 550
    assert np.average(of.calibration.x, weights=of.scans) == pytest.approx(p[50:, 0].mean())


def test_a_label_of_one_kind_has_no_curve():
    of = curves.of(np.zeros((9, 1)), made()[1][:9, :1], np.arange(9), draws=5)[0]
    assert np.isnan(of.roc.y).all()
    assert np.isnan(of.precision_recall.low).all()


def test_stored_curves_are_those_that_were_computed():
    run, given = demo_run(0.3)
    evaluation.evaluate(run, resamples=100)
    kept = evaluation.stored_curves(run, "val")
    again = curves.of(given.truth, given.probability, evaluation.together(run, given))
    np.testing.assert_array_equal(kept[1].roc.high, again[1].roc.high)
    np.testing.assert_array_equal(kept[2].absent, again[2].absent)


def test_every_known_answer_is_in_one_cell():
    truth, p = made()
    truth[:40, 1] = np.nan
    found = confusion.cells(truth, p >= 0.5, 1)
    rows = np.concatenate(list(found.values()))
    assert sorted(rows) == list(range(40, 600))
    assert (truth[found["missed"], 1] == 1).all()
    assert (p[found["missed"], 1] < 0.5).all()


def test_sets_of_labels_are_counted_as_they_come_together():
    truth = np.array([[1, 0], [1, 0], [1, 1], [0, 0], [np.nan, 1]])
    decided = np.array([[1, 0], [0, 0], [1, 0], [0, 0], [1, 1]], bool)
    found = confusion.sets(truth, decided, ("a", "b"))
    cells = {
        (true, predicted): int(found.counts[i, j])
        for i, true in enumerate(found.names)
        for j, predicted in enumerate(found.names)
        if found.counts[i, j]
    }
    assert cells == {("a", "a"): 1, ("a", "none"): 1, ("a + b", "a"): 1, ("none", "none"): 1}
    assert found.true[4] == -1, "a scan with a blank is in no set"


def test_rare_sets_are_one_row():
    rng = np.random.default_rng(1)
    truth = rng.integers(0, 2, (400, 6)).astype(float)
    found = confusion.sets(truth, rng.integers(0, 2, (400, 6)) > 0, "abcdef")
    assert len(found.names) == confusion.MOST_SETS + 1
    assert found.names[-1] == confusion.OTHER
    assert found.counts.sum() == 400


def test_the_surest_mistakes_come_first():
    truth = np.array([[1, 0], [0, np.nan], [1, 1]])
    p = np.array([[0.1, 0.2], [0.99, 0.9], [0.9, 0.4]])
    found = worst.worst(truth, p, p >= 0.5)
    pairs = list(zip(found.scan.tolist(), found.label.tolist(), strict=True))
    assert pairs == [(1, 0), (0, 0), (2, 1)]
    assert found.surprise[0] == pytest.approx(-np.log(0.01))
    assert worst.worst(truth, p, p >= 0.5, label=1).scan.tolist() == [2]


def test_black_scans_score_worst_and_known_groups_are_scored_as_such():
    run, given = demo_run(0.2)
    ground = background.of(run)
    parts = slices.slices(ground, given)
    thresholds = np.full(3, 0.4)
    found = slices.score(given, thresholds, given.group, parts, table.BY_NAME["auc"])
    assert (found[0].slice.by, found[0].slice.value) == ("black", "black")
    assert (found[0].value, found[0].trivial) == (0.5, 0.5)
    lit = next(each for each in found if each.slice.value == "not black")
    rows = lit.slice.rows
    expected = ranking.auc(given.truth[rows], given.probability[rows]).mean()
    assert lit.value == pytest.approx(expected, abs=1e-4)
    assert lit.low < lit.value < lit.high


def test_columns_of_the_table_make_groups_numbers_in_quarters():
    run, given = demo_run(0.2)
    ground = background.of(run)
    data = ground.data
    data.table["sex"] = np.where(np.arange(len(data)) % 2, "f", "m")
    data.table["age"] = np.arange(len(data), dtype=float)
    found = slices.slices(background.Background(data, inspection.of(data)), given)
    by = pd.Series([each.by for each in found]).value_counts()
    assert by["sex"] == 2
    assert by["age"] == 4
