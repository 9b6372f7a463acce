"""The Keras layers of building blocks calculate what their rows say."""

import numpy as np
import pytest

from mlcore.models.blocks import LocalContrast


def test_contrast_is_what_a_pixel_has_more_than_its_surroundings_inside_the_scan():
    import keras

    from mlcore.models import build_blocks

    pixels = np.random.default_rng(0).random((6, 7)).astype(np.float32)
    scan = keras.Input((6, 7, 1))
    contrasts = keras.Model(scan, build_blocks.local_contrast(LocalContrast((3, 5)), scan))
    found = np.asarray(contrasts(pixels[None, :, :, None]))[0]
    np.testing.assert_array_equal(found[..., 0], pixels)
    for channel, reach in ((1, 1), (2, 2)):
        for y, x in ((0, 0), (3, 3), (5, 2)):
            around = pixels[
                max(0, y - reach) : y + reach + 1, max(0, x - reach) : x + reach + 1
            ].mean()
            assert found[y, x, channel] == pytest.approx(2 * (pixels[y, x] - around), abs=1e-5)
