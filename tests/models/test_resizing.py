"""Resizing inside a network, beside the image library that imports use."""

import cv2
import numpy as np
import pytest
from PIL import Image

from mlcore.data import images
from mlcore.models import build, dropping, registry, resizing
from mlcore.models.layers import Dropout


def resized(pixels: np.ndarray, side: int) -> np.ndarray:
    along = resizing.matrix(len(pixels), side)
    return along @ pixels.astype(np.float64) @ along.T


@pytest.mark.parametrize("side", [8, 16, 32, 40, 64, 224])
def test_a_scan_is_resized_as_an_import_would(side):
    pixels = np.random.default_rng(0).integers(60, 200, (32, 32)).astype(np.uint8)
    expected = images.to_side(pixels, side, 1)[..., 0]
    # Pillow rounds to whole grey levels after each of its two passes.
    np.testing.assert_allclose(np.clip(resized(pixels, side), 0, 255), expected, atol=1.1)


@pytest.mark.parametrize("side", [7, 10, 24, 31])
def test_a_part_of_a_pixel_counts_for_its_part(side):
    pixels = np.random.default_rng(0).integers(0, 256, (32, 32)).astype(np.uint8)
    expected = cv2.resize(pixels.astype(np.float32), (side, side), interpolation=cv2.INTER_AREA)
    np.testing.assert_allclose(resized(pixels, side), expected, atol=0.01)


@pytest.mark.parametrize(("old", "new"), [(224, 32), (64, 224), (30, 7), (7, 30), (5, 5)])
def test_an_even_scan_stays_even(old, new):
    np.testing.assert_allclose(resizing.matrix(old, new).sum(axis=1), 1, rtol=1e-5)


def test_half_the_side_is_the_mean_of_four_pixels():
    pixels = np.array([[0, 4, 8, 8], [4, 0, 8, 8], [1, 1, 2, 6], [1, 1, 6, 2]])
    np.testing.assert_allclose(resized(pixels, 2), [[2, 8], [1, 4]], rtol=1e-6)


def test_colours():
    red = np.array([1, 0, 0]) @ resizing.colours(3, 1)
    assert red == pytest.approx(0.299)
    np.testing.assert_array_equal(np.array([0.5]) @ resizing.colours(1, 3), [0.5, 0.5, 0.5])


def test_a_network_that_sees_another_size_takes_the_pixels_of_the_store():
    tiny = registry.get("tiny")
    model = build.build(tiny, 16, 3, 2, "shared", "sigmoid", (32, 1))
    assert model.input_shape == (None, 16, 16, 3)
    same = build.build(tiny, 32, 1, 2, "shared", "sigmoid")
    same.set_weights(model.get_weights())
    scan = np.random.default_rng(1).integers(0, 256, (16, 16, 3)).astype(np.uint8)
    grey = np.asarray(Image.fromarray(scan).convert("L"))
    enlarged = images.to_side(grey, 32, 1)
    answer = build.with_probabilities(model)(scan[None])
    np.testing.assert_allclose(answer, build.with_probabilities(same)(enlarged[None]), atol=0.01)


def test_dropout_is_multiplied_up_to_its_limit():
    def rates(factor: float) -> list[float]:
        layers = dropping.with_dropout(registry.get("cnn-3"), factor).layers
        return [layer.rate for layer in layers if isinstance(layer, Dropout)]

    assert rates(1.0) == [0.25, 0.25, 0.4, 0.3]
    assert rates(0.0) == [0, 0, 0, 0]
    assert rates(3.0) == [0.75, 0.75, 0.9, pytest.approx(0.9)]
