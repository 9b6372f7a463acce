"""Changed copies are found among strangers, and strangers are left alone."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from mlcore.data import importing
from mlcore.inspect import neighbours as neighbours_module
from mlcore.inspect import spectrum
from mlcore.inspect.alignment import reduced, unlikeness
from mlcore.inspect.near import AGREE, SAME, near
from mlcore.inspect.neighbours import neighbours
from tests.inspect.made import material, people, stored

PEOPLE, COPIED = 300, 60
RNG = np.random.default_rng(0)


def compressed(scan: np.ndarray, quality: int = 70) -> np.ndarray:
    file = cv2.imencode(".jpg", scan, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return cv2.imdecode(file, cv2.IMREAD_GRAYSCALE)


def moved(scan: np.ndarray, right: float, down: float) -> np.ndarray:
    """What was outside is the border again."""
    matrix = np.float32([[1, 0, right], [0, 1, down]])
    return cv2.warpAffine(scan, matrix, scan.shape, borderMode=cv2.BORDER_REPLICATE)


def cropped(scan: np.ndarray) -> np.ndarray:
    return cv2.resize(scan[1:-1, 1:-1], scan.shape)


CHANGES: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "darker": lambda scan: scan * 0.92,
    "another gamma": lambda scan: 255 * (scan / 255) ** 0.8,
    "less contrast": lambda scan: 20 + scan * 0.85,
    "noisier": lambda scan: scan + RNG.normal(0, 4, scan.shape),
    "shifted by a pixel": lambda scan: np.roll(scan, 1, axis=1),
    "shifted by two pixels": lambda scan: moved(scan, 2, -2),
    "shifted by half a pixel": lambda scan: moved(scan, 0.5, 0.5),
    "compressed": compressed,
    "cropped": cropped,
    "through a smaller size": lambda scan: cv2.resize(cv2.resize(scan, (56, 56)), (64, 64)),
    "all at once": lambda scan: compressed(
        np.rint(moved(scan, 1.4, -0.7) * 0.9 + 5 + RNG.normal(0, 2, scan.shape)).astype(np.uint8)
    ),
}


def changed(pixels: np.ndarray, change: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    copies = [np.rint(change(scan[..., 0])).clip(0, 255) for scan in pixels]
    return np.stack(copies).astype(np.uint8)[..., None]


def found(pixels: np.ndarray) -> set[tuple[int, int]]:
    return set(map(tuple, material(stored(pixels)).near.pairs.tolist()))


@pytest.mark.parametrize("name", CHANGES)
def test_changed_copies_are_found_and_nothing_else(name):
    strangers = people(PEOPLE)
    pixels = np.concatenate([strangers, changed(strangers[:COPIED], CHANGES[name])])
    expected = {(i, PEOPLE + i) for i in range(COPIED)}
    pairs = found(pixels)
    assert len(pairs & expected) >= 0.95 * COPIED
    assert pairs <= expected


def test_strangers_are_no_near_duplicates():
    assert found(people(1000, seed=5)) == set()


@pytest.mark.parametrize(("side", "channels"), [(32, 1), (128, 1), (64, 3)])
def test_other_sizes_and_colour_do_as_well(side, channels):
    strangers = people(60, side=side)
    copies = changed(strangers[:10], lambda scan: np.roll(scan, 1, axis=0) * 0.95)
    pixels = np.repeat(np.concatenate([strangers, copies]), channels, axis=3)
    assert found(pixels) == {(i, 60 + i) for i in range(10)}


def test_three_copies_of_one_scan_are_one_group():
    strangers = people(50)
    twins = [changed(strangers[:1], lambda s, k=k: s * (0.97 - 0.02 * k)) for k in range(3)]
    of = material(stored(np.concatenate([strangers, *twins, strangers[:1]])))
    alike = of.lookalikes
    assert (alike[[0, 50, 51, 52, 53]] == alike[0]).all()
    assert (alike == alike[0]).sum() == 5


def test_plain_scans_are_near_nothing():
    pixels = np.concatenate(
        [np.full((2, 64, 64, 1), 7, np.uint8), np.zeros((2, 64, 64, 1), np.uint8)]
    )
    pixels[1] = 8
    assert found(pixels) == set()


def test_unlikeness_grows_from_copies_to_strangers():
    scans = people(3)
    pixels = np.concatenate([scans, changed(scans[:1], CHANGES["noisier"])])
    of_copy, of_noisy, of_stranger = unlikeness(pixels, np.array([[0, 0], [0, 3], [0, 1]]))
    assert of_copy < 1e-5
    assert 0.005 < of_noisy < SAME / 2
    assert of_stranger > 3 * SAME


def test_a_scan_without_shapes_is_like_no_other():
    faint = np.full((2, 64, 64, 1), 100, np.uint8)
    faint[0, 10, 10] = 101
    assert unlikeness(faint, np.array([[0, 1]])).tolist() == [1]


def test_reduced_scans_have_one_size_whatever_they_had():
    for side in (8, 32, 100):
        assert reduced(np.full((2, side, side, 3), 50, np.uint8)).shape == (2, 32, 32)


def test_waves_agree_at_the_shift_that_is_there():
    scans = people(20)[..., 0]
    flat = scans.reshape(20, -1)
    mean, spread = flat.mean(axis=1), flat.std(axis=1)
    own = spectrum.spectra(scans, mean, spread)
    shifted = spectrum.spectra(np.roll(scans, (2, -1), axis=(1, 2)), mean, spread)
    assert spectrum.agreement(own, own) == pytest.approx(1, abs=1e-3)
    assert spectrum.agreement(own, shifted).min() > AGREE
    assert np.median(spectrum.agreement(own, np.roll(own, 1, axis=0))) < 0.9
    sizes, moved_sizes = spectrum.sizes(own), spectrum.sizes(shifted)
    stranger = np.linalg.norm(sizes - np.roll(sizes, 1, axis=0), axis=1)
    assert np.linalg.norm(sizes - moved_sizes, axis=1).max() < stranger.min()


def test_waves_are_those_of_the_fourier_transform():
    scan = people(1)[:, ..., 0]
    mean, spread = scan.mean(axis=(1, 2)), scan.std(axis=(1, 2))
    fading = np.sin(np.pi * (np.arange(64) + 0.5) / 64)
    full = np.fft.fft2((scan[0] - mean) / spread * np.outer(fading, fading)) / 64**2
    expected = np.abs(full[np.arange(-4, 5)][:, :5]).ravel()
    found = spectrum.sizes(spectrum.spectra(scan, mean, spread))[0] ** 2
    np.testing.assert_allclose(found, expected, atol=2e-4)


def test_every_row_finds_its_nearest_ones():
    vectors = np.random.default_rng(1).normal(size=(500, 6)).astype(np.float32)
    squares = ((vectors[:, None] - vectors) ** 2).sum(axis=2)
    np.fill_diagonal(squares, np.inf)
    nearest = np.argsort(squares, axis=1)[:, : neighbours_module.NEAREST]
    expected = {tuple(sorted((i, int(j)))) for i in range(500) for j in nearest[i]}
    assert set(map(tuple, neighbours(vectors).tolist())) == expected


def test_trees_find_nearly_all_near_pairs_of_a_set_too_large_for_comparing_all(monkeypatch):
    monkeypatch.setattr(neighbours_module, "ALL", 1000)
    monkeypatch.setattr(neighbours_module, "LEAF", 200)
    rng = np.random.default_rng(2)
    points = rng.normal(size=(5000, 12)).astype(np.float32)
    twins = points[:500] + rng.normal(0, 0.05, (500, 12)).astype(np.float32)
    pairs = neighbours(np.concatenate([points, twins]))
    assert len(pairs) < 6 * 2 * 5500
    expected = {(i, 5000 + i) for i in range(500)}
    assert len(expected & set(map(tuple, pairs.tolist()))) >= 0.98 * 500


def test_an_incomplete_search_says_so(monkeypatch):
    pixels = people(30)
    of = material(stored(pixels))
    assert of.near.complete
    monkeypatch.setattr(neighbours_module, "ALL", 10)
    assert not near(pixels, of.measured.spectra, np.arange(30)).complete


@pytest.mark.parametrize("count", [0, 1])
def test_too_few_scans_have_no_neighbours(count):
    assert neighbours(np.zeros((count, 3), np.float32)).shape == (0, 2)


@pytest.mark.parametrize(("file", "pairs"), [("odir5k.zip", 5), ("nih1000.zip", 0)])
def test_real_scans_of_different_people_are_kept_apart(shared, file, pairs):
    """Of the five, four are one file under two names and one is an eye photographed twice."""
    data = importing.import_data(shared / "data" / file)
    of = material(data).near
    assert len(of.pairs) == pairs
    assert (of.unlike < 0.001).sum() == max(pairs - 1, 0)
