import numpy as np
import pytest

from mlcore.inspect.features import COUNT, EDGES, features, greyscale, resized
from tests import drawn


def step(side: int, upwards: bool) -> np.ndarray:
    """One scan, dark on the left and bright on the right, or turned."""
    scan = np.zeros((side, side), np.uint8)
    scan[:, side // 2 :] = 200
    return (scan.T if upwards else scan)[None, ..., None]


@pytest.mark.parametrize(
    ("side", "channels"), [(16, 1), (28, 3), (64, 1), (64, 3), (100, 1), (224, 3)]
)
def test_scans_of_any_side_and_colour_have_as_many_features(side, channels):
    scans = np.random.default_rng(0).integers(0, 256, (3, side, side, channels), np.uint8)
    found = features(scans)
    assert found.shape == (3, COUNT)
    assert found.dtype == np.float32
    assert np.isfinite(found).all()
    assert features(scans[:0]).shape == (0, COUNT)


def test_an_edge_counts_in_its_own_direction_only():
    """Of the eight directions at the fine scale: right, left, down, up come first."""
    across, down = features(step(64, False))[0], features(step(64, True))[0]
    fine = 2 * 8 * 8
    sums = [[part[i * 64 : (i + 1) * 64].sum() for i in range(4)] for part in (across, down)]
    assert sums[0][0] > 50
    assert sums[0][1:] == [0, 0, 0]
    assert sums[1][2] == pytest.approx(sums[0][0])
    assert sums[1][3] == 0
    assert not across[fine : 2 * fine].any()


def test_the_border_of_a_scan_does_not_depend_on_its_neighbours_in_memory():
    scans, _ = drawn.scans(6)
    alone = np.concatenate([features(scan[None]) for scan in scans])
    np.testing.assert_allclose(features(scans), alone, atol=1e-4)


def test_a_grey_scan_and_the_same_in_three_channels_have_equal_features():
    scans, _ = drawn.scans(4)
    np.testing.assert_allclose(features(np.repeat(scans, 3, axis=3)), features(scans), atol=1e-4)


def test_grey_features_do_not_depend_on_brightness_and_contrast():
    scans, _ = drawn.scans(4)
    dimmer = (scans // 2 + 40).astype(np.uint8)
    np.testing.assert_allclose(features(scans)[:, EDGES:], features(dimmer)[:, EDGES:], atol=0.03)


def test_larger_scans_are_averaged_to_the_common_side():
    scan = np.kron(np.arange(4096).reshape(64, 64) % 251, np.ones((2, 2))).astype(np.uint8)
    np.testing.assert_array_equal(resized(greyscale(scan[None, ..., None]))[0], scan[::2, ::2])
