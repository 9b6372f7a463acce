import numpy as np
import pytest

from mlcore.data import demo
from mlcore.inspect import label_errors
from mlcore.inspect.embedding import embed
from tests import drawn

FLIPPED = 40


@pytest.fixture(scope="module")
def spoilt() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Scans, labels of which some were turned round, and where they were; the last are black."""
    scans, truth = drawn.scans(1200)
    scans[1100:] = 0
    cells = np.random.default_rng(1).permutation(2200)[:FLIPPED]
    truth.reshape(-1)[cells] = 1 - truth.reshape(-1)[cells]
    return scans, truth, np.sort(cells)


def test_labels_that_were_turned_round_are_found(spoilt):
    scans, truth, cells = spoilt
    data = drawn.store(scans, truth)
    errors = label_errors.judge(data, embed(data))
    rows, labels = errors.ranked(FLIPPED)
    assert np.isin(rows * 2 + labels, cells).mean() > 0.8
    assert (errors.auc > 0.9).all()
    suspected = np.concatenate([rows * 2 + j for j, rows in enumerate(errors.suspects)])
    assert np.isin(cells, suspected).mean() > 0.65
    assert np.isin(suspected, cells).mean() > 0.65


def test_scores_are_low_where_labels_are_wrong_and_about_one_elsewhere(spoilt):
    scans, truth, cells = spoilt
    data = drawn.store(scans, truth)
    score = label_errors.judge(data, embed(data)).score
    assert np.isnan(score[1100:]).all()
    wrong = np.zeros(2400, bool)
    wrong[cells] = True
    wrong = wrong.reshape(1200, 2)[:1100]
    assert np.median(score[:1100][wrong]) < 0.15
    assert np.median(score[:1100][~wrong]) == pytest.approx(1, abs=0.15)


def test_a_finding_says_which_label_and_how_its_scans_are_marked(spoilt):
    scans, truth, _ = spoilt
    data = drawn.store(scans, truth)
    errors = label_errors.judge(data, embed(data))
    found = {finding.facts["label"]: finding for finding in label_errors.findings(data, errors)}
    assert set(found) == {"disc", "bar"}
    disc = found["disc"]
    assert disc.check == "label_errors"
    assert disc.severity == "warning"
    assert disc.rows.tolist() == errors.suspects[0].tolist()
    marked = int(truth[disc.rows, 0].sum())
    assert disc.facts["marked_present"] == marked
    assert disc.sentence == (
        f"disc: {len(disc.rows)} labels look wrong ({marked} marked present that look absent and "
        f"{len(disc.rows) - marked} marked absent that look present); look at the first ones and "
        "correct or drop what is wrong."
    )
    assert disc.facts["score"] == sorted(disc.facts["score"])


def test_unknown_labels_are_neither_judged_nor_suspected(spoilt):
    scans, truth, _ = spoilt
    truth = truth.copy()
    truth[:300, 0] = np.nan
    data = drawn.store(scans, truth)
    errors = label_errors.judge(data, embed(data))
    assert np.isnan(errors.score[:300, 0]).all()
    assert not np.isnan(errors.score[:300, 1]).any()
    assert errors.suspects[0].min() >= 300
    rows, labels = errors.ranked(5000)
    assert len(rows) == np.count_nonzero(~np.isnan(errors.score))
    assert not ((rows < 300) & (labels == 0)).any()


def test_a_label_that_cannot_be_seen_or_is_too_rare_raises_no_suspicion(spoilt):
    scans, _, _ = spoilt
    rng = np.random.default_rng(2)
    chance = (rng.random((1200, 3)) < (0.3, 0.05, 0.004)).astype(np.float32)
    data = drawn.store(scans, chance)
    errors = label_errors.judge(data, embed(data))
    assert sum(map(len, errors.suspects)) <= 3
    assert np.isnan(errors.auc[2])
    assert np.isnan(errors.score[:, 2]).all()


@pytest.mark.parametrize("labels", [0, 2])
def test_data_without_labels_or_with_unknown_ones_only_have_no_findings(spoilt, labels):
    data = drawn.store(spoilt[0][:60], np.full((60, labels), np.nan))
    errors = label_errors.judge(data, embed(data))
    assert label_errors.findings(data, errors) == []
    assert [len(part) for part in errors.ranked(10)] == [0, 0]


def test_in_the_demo_the_most_suspicious_labels_are_planted_ones_far_beyond_chance():
    data = demo.make()
    place = {scan: row for row, scan in enumerate(data.table["id"])}
    planted = {
        (place[scan], data.labels.index(label)) for scan, label in data.facts["planted"]["flipped"]
    }
    assert len(planted) == 200
    errors = label_errors.judge(data, embed(data))
    rows, labels = errors.ranked(200)
    precision = np.mean([pair in planted for pair in zip(rows, labels, strict=True)])
    chance = 200 / np.count_nonzero(~np.isnan(errors.score))
    assert chance == pytest.approx(1 / 60, rel=0.01)
    assert precision >= 15 * chance
    black = {place[scan] for scan in data.facts["planted"]["black"]}
    assert not black & set(np.concatenate(errors.suspects).tolist())
