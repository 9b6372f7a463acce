import cv2
import numpy as np
import pytest

from mlcore.inspect import measure as measuring
from mlcore.inspect.grain import grain
from mlcore.inspect.measure import COLUMNS, measure
from mlcore.inspect.tone import histograms, tone
from tests.inspect.made import people, stored


def measured(scans: np.ndarray) -> dict[str, np.ndarray]:
    return measure(stored(scans)).columns


def test_tone_is_what_numpy_says_of_the_same_pixels():
    scans = people(20)[..., 0]
    found = tone(histograms(scans))
    flat = scans.reshape(20, -1)
    np.testing.assert_allclose(found["brightness"], flat.mean(axis=1), rtol=1e-5)
    np.testing.assert_allclose(found["spread"], flat.std(axis=1), rtol=1e-4)
    np.testing.assert_array_equal(found["lit"], ((flat > 0).mean(axis=1)).astype(np.float32))
    np.testing.assert_array_equal(found["levels"], [len(np.unique(scan)) for scan in flat])
    for name, share in (("dark_end", 0.05), ("bright_end", 0.99)):
        expected = np.quantile(flat, share, axis=1, method="inverted_cdf")
        np.testing.assert_array_equal(found[name], expected)


def test_noise_that_is_added_is_measured_in_grey_levels():
    rng = np.random.default_rng(0)
    ramp = np.broadcast_to(np.linspace(60, 190, 64), (8, 64, 64))
    for sigma in (2.0, 8.0):
        noisy = np.rint(ramp + rng.normal(0, sigma, ramp.shape)).clip(0, 255).astype(np.uint8)
        found = grain(noisy, noisy.reshape(8, -1).std(axis=1))
        assert found["noise"] == pytest.approx(sigma, rel=0.08)


def test_sharpness_falls_with_blur_and_does_not_know_contrast():
    scan = people(1)[0, ..., 0]
    flat = (scan // 2).astype(np.uint8)
    blurred = cv2.GaussianBlur(scan, (0, 0), 1.5)
    scans = np.stack([scan, flat, blurred])
    sharp, half, soft = grain(scans, scans.reshape(3, -1).std(axis=1))["sharpness"]
    assert half == pytest.approx(sharp, rel=0.05)
    assert soft < sharp / 8


def test_the_border_between_two_scans_is_not_detail():
    scans = np.stack([np.full((16, 16), value, np.uint8) for value in (0, 255, 0)])
    found = grain(scans, np.zeros(3))
    assert found["sharpness"].tolist() == found["noise"].tolist() == [0, 0, 0]


def test_scans_are_measured_alike_whatever_comes_beside_them(monkeypatch):
    scans = people(10)
    together = measured(scans)
    monkeypatch.setattr(measuring, "AT_ONCE", 3)
    alone = measured(scans[::-1])
    for name in COLUMNS:
        np.testing.assert_allclose(together[name][::-1], alone[name], rtol=1e-6, err_msg=name)


def test_equal_pixels_have_equal_digests_and_one_level_more_has_not():
    scans = np.repeat(people(1), 3, axis=0)
    scans[2, 5, 5] += 1
    digests = measure(stored(scans)).digests
    assert (digests[0] == digests[1]).all()
    assert (digests[0] != digests[2]).any()


def test_plain_and_black_scans_are_known_in_colour_too():
    scans = np.zeros((4, 8, 8, 3), np.uint8)
    scans[1] = 9
    scans[2, 0, 0, 2] = 1
    scans[3] = (255, 0, 0)
    found = measure(stored(scans))
    assert found.black.tolist() == [True, False, False, False]
    assert found.plain.tolist() == [True, True, False, False]
    assert found.columns["colour"].tolist() == [0, 0, 1, 1]


def test_large_scans_are_measured_by_several_threads_alike(monkeypatch):
    scans = people(6, side=128)
    one = measured(scans)
    monkeypatch.setattr(measuring, "SMALL", 0)
    several = measured(scans)
    assert all((one[name] == several[name]).all() for name in COLUMNS)
