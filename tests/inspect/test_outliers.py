import numpy as np
import pytest

from mlcore.inspect import outliers
from mlcore.inspect.embedding import embed
from tests import drawn


@pytest.fixture(scope="module")
def scans() -> np.ndarray:
    return drawn.scans(800)[0]


def strange(seed: int = 0) -> np.ndarray:
    """Noise, stripes, a chessboard, a frame and a scan turned to its negative."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[:64, :64]
    frame = np.where((x < 6) | (x > 57) | (y < 6) | (y > 57), 255, 40)
    negative = 255 - drawn.scans(1, seed=9)[0][0, ..., 0]
    pictures = [rng.integers(0, 256, (64, 64)), 255 * (x // 8 % 2), 255 * ((x // 4 + y // 4) % 2)]
    return np.stack([*pictures, frame, negative]).astype(np.uint8)[..., None]


def test_pictures_that_are_no_scans_are_found_and_little_else(scans):
    pixels = np.concatenate([scans, strange()])
    data = drawn.store(pixels, np.zeros((len(pixels), 1)))
    (found,) = outliers.findings(data, embed(data))
    assert set(found.rows[:5]) == set(range(800, 805))
    assert len(found.rows) <= 8
    assert found.check == "outliers"
    assert found.facts["score"] == sorted(found.facts["score"], reverse=True)
    assert found.sentence == (
        f"{len(found.rows)} scans are unlike all others; look whether they belong to these data."
    )


def test_ordinary_scans_are_rarely_called_outliers(scans):
    data = drawn.store(scans, np.zeros((800, 1)))
    score = outliers.scores(embed(data))
    assert (score > outliers.LIMIT).mean() <= 0.005
    assert np.median(score) == pytest.approx(0, abs=1e-5)


def test_black_scans_are_no_outliers(scans):
    pixels = np.concatenate([scans, np.zeros_like(scans[:400]), strange()[:1]])
    data = drawn.store(pixels, np.zeros((1201, 1)))
    embedding = embed(data)
    assert np.isnan(outliers.scores(embedding)[800:1200]).all()
    (found,) = outliers.findings(data, embedding)
    assert found.rows[0] == 1200
    assert not set(found.rows) & set(range(800, 1200))


def test_an_outlier_and_its_copy_do_not_hide_each_other(scans):
    pixels = np.concatenate([scans, strange()[[1, 1]]])
    data = drawn.store(pixels, np.zeros((802, 1)))
    (found,) = outliers.findings(data, embed(data))
    assert set(found.rows[:2]) == {800, 801}


def test_no_more_than_one_scan_in_a_hundred_is_called_an_outlier(scans):
    many = np.concatenate([strange(seed) for seed in range(8)])
    pixels = np.concatenate([scans[:400], many])
    data = drawn.store(pixels, np.zeros((440, 1)))
    assert sum(len(found.rows) for found in outliers.findings(data, embed(data))) <= 5


def test_a_label_that_outliers_have_in_common_is_told(scans):
    rng = np.random.default_rng(3)
    framed = scans[:8].copy()
    framed[:, :8] = framed[:, -8:] = 255
    pixels = np.concatenate([scans, framed])
    truth = (rng.random((808, 2)) < 0.1).astype(np.float32)
    truth[800:, 0], truth[803, 0] = 1, np.nan
    data = drawn.store(pixels, truth)
    (found,) = outliers.findings(data, embed(data))
    assert set(found.rows) == set(range(800, 808))
    assert found.sentence.endswith(
        "; 7 of the 7 labelled ones have disc, so that what is odd may be learnt in its place."
    )


@pytest.mark.parametrize("n", [0, 1, 30])
def test_too_few_scans_have_no_outliers(scans, n):
    data = drawn.store(scans[:n], np.zeros((n, 1)))
    assert outliers.findings(data, embed(data)) == []
    assert np.isnan(outliers.scores(embed(data))).all()
