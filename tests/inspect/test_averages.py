import numpy as np
import pytest

from mlcore.inspect import chunks
from mlcore.inspect.averages import averages
from tests import drawn


@pytest.fixture(scope="module")
def drawings() -> tuple[np.ndarray, np.ndarray]:
    scans, truth = drawn.scans(300)
    truth[:20, 0] = np.nan
    return scans, truth


def test_averages_are_those_of_numpy(drawings, monkeypatch):
    monkeypatch.setattr(chunks, "CHUNK_BYTES", 64 * 64 * 70)
    scans, truth = drawings
    found = averages(drawn.store(scans, truth))
    grey = scans[..., 0].astype(float)
    for label in range(2):
        present, absent = (grey[truth[:, label] == kind].mean(axis=0) for kind in (1, 0))
        np.testing.assert_allclose(found.present[label], present, rtol=1e-6)
        np.testing.assert_allclose(found.absent[label], absent, rtol=1e-6)
        np.testing.assert_allclose(found.difference[label], present - absent, atol=1e-4)
    np.testing.assert_allclose(found.mean, grey.mean(axis=0), rtol=1e-6)
    np.testing.assert_allclose(found.variance, grey.var(axis=0), rtol=1e-4, atol=1e-3)


def test_the_difference_is_where_the_label_is_drawn(drawings):
    found = averages(drawn.store(*drawings))
    y, x = np.unravel_index(found.effect[0].argmax(), (64, 64))
    assert 0.25 < x / 64 < 0.5
    assert 0.35 < y / 64 < 0.65
    assert found.effect[0].max() > 0.5
    y, x = np.unravel_index(found.effect[1].argmax(), (64, 64))
    assert 0.57 < x / 64 < 0.73


def test_plain_scans_are_left_out(drawings):
    scans, truth = drawings
    without = averages(drawn.store(scans, truth))
    pixels = np.concatenate([np.zeros_like(scans), scans, np.full_like(scans, 255)])
    labels = np.concatenate([np.ones_like(truth), truth, np.zeros_like(truth)])
    mixed = averages(drawn.store(pixels, labels))
    for name, picture in vars(without).items():
        np.testing.assert_array_equal(getattr(mixed, name), picture)


def test_colours_are_averaged_as_brightness(drawings):
    scans, truth = drawings
    grey, colour = (averages(drawn.store(np.repeat(scans, k, axis=3), truth)) for k in (1, 3))
    np.testing.assert_allclose(colour.present, grey.present, atol=0.01)


def test_a_label_that_no_scan_has_leaves_a_gap_and_pixels_that_never_vary_no_effect(drawings):
    scans, truth = drawings[0].copy(), drawings[1].copy()
    truth[:, 1] = 0
    scans[:, 0, 0] = 7
    found = averages(drawn.store(scans, truth))
    assert np.isnan(found.present[1]).all()
    assert np.isfinite(found.absent[1]).all()
    assert found.variance[0, 0] == 0
    assert found.effect[0, 0, 0] == 0


def test_data_of_black_scans_have_no_average():
    found = averages(drawn.store(np.zeros((5, 16, 16, 1), np.uint8), np.ones((5, 1))))
    assert np.isnan(found.mean).all()
